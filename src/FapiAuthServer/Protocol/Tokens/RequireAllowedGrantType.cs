using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>The grant type is one that the profile offers and the client registered.</summary>
internal sealed class RequireAllowedGrantType : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var rule = context.Fapi.Profile.GrantTypes;
        if (context.Request!.GrantType is not { } grantType || !rule.Value.Contains(grantType))
            context.Reject(Reasons.GrantTypeUnsupported, rule.Clause);
        else if (!context.Fapi.Client!.Client.GrantTypes.Contains(grantType))
            context.Reject(Reasons.GrantTypeNotAllowed, "RFC7591-2");

        return ValueTask.CompletedTask;
    }
}
