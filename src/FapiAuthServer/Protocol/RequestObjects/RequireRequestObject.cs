using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestObjects;

/// <summary>The request comes in the form that the profile demands: signed, or as plain parameters; the other is refused, not ignored.</summary>
internal sealed class RequireRequestObject : IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        var rule = context.Fapi.Profile.RequestObjects;
        var isSigned = context.Request!.Request is not null;

        if (isSigned && rule.Value == Profiles.RequestObjects.Refused)
            context.Reject(Reasons.RequestObjectUnsupported, rule.Clause);
        else if (!isSigned && rule.Value == Profiles.RequestObjects.Required)
            context.Reject(Reasons.RequestObjectRequired, rule.Clause);

        return ValueTask.CompletedTask;
    }
}
