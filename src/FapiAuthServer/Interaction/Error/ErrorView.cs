using FapiAuthServer.Rejections;

namespace FapiAuthServer.Interaction.Error;

/// <summary>What the error page shows: words for the customer, and for whoever they ask, the reason and where to find it in our records.</summary>
internal sealed record ErrorView(Reason Reason, string? Reference = null)
{
    private static readonly Reason[] Over = [Reasons.InteractionUnknown, Reasons.InteractionFinished, Reasons.RequestUriUnknown];

    public string Code => Reason.Error;
    public string Description => Reason.Description;

    /// <summary>The key of the customer's words: the visit is over, the fault is ours, or the request was not one we take.</summary>
    public string Words => Over.Contains(Reason) ? "Error.Over" : Reason.Error == Reasons.ServerFailed.Error ? "Error.Ours" : "Error.Refused";
}
