using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.PushedAuthorization;

/// <summary>Refuses an authorization request that was not pushed, where the profile demands pushing.</summary>
internal sealed class RequirePushedRequest : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var rule = context.Fapi.Profile.PushedRequestRequired;
        if (rule.Value && context.Fapi.Client is null)
            context.Reject(Reasons.PushedRequestRequired, rule.Clause);

        return ValueTask.CompletedTask;
    }
}
