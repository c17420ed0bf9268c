using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestObjects;

/// <summary>The request comes in the form that the profile demands: signed, or as plain parameters; the other is refused, not ignored.</summary>
internal sealed class RequireRequestObject<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var rule = context.Fapi.Profile.RequestObjects;
        var isSigned = context.Transaction.Request!.Request is not null;

        if (isSigned && rule.Value == Profiles.RequestObjects.Refused)
            context.Reject(Reasons.RequestObjectUnsupported, rule.Clause);
        else if (!isSigned && rule.Value == Profiles.RequestObjects.Required)
            context.Reject(Reasons.RequestObjectRequired, rule.Clause);

        return ValueTask.CompletedTask;
    }
}
