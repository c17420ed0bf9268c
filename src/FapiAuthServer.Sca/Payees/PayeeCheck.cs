using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Payees;

/// <summary>What the payee's bank said of name and account.</summary>
/// <param name="Match">The outcome.</param>
/// <param name="NameOnRecord">The holder's name, for a close match alone.</param>
public sealed record PayeeCheck(PayeeMatch Match, string? NameOnRecord = null)
{
    private const int MaxNameLength = 140;

    internal static PayeeCheck Unavailable { get; } = new(PayeeMatch.Unavailable);

    // Whatever a directory answers: a name goes to a customer only where the scheme allows it, and only one that can be read.
    internal PayeeCheck Guarded => Match != PayeeMatch.CloseMatch ? new(Match)
        : ReadableText.Is(NameOnRecord, MaxNameLength) ? this
        : new PayeeCheck(PayeeMatch.NoMatch);

    /// <summary>Says nothing of the payee.</summary>
    public override string ToString() => Match.ToString();
}
