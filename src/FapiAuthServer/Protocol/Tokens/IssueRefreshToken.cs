using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Issues a refresh token for a grant with offline_access, once: a refresh does not rotate it, so a client that
/// misses a response has lost nothing.
/// </summary>
internal sealed class IssueRefreshToken(SingleUseStore singleUse, TimeProvider time) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        var fapi = context.Fapi;
        if (context.EndpointType != OpenIddictServerEndpointType.Token
            || fapi.Grant is not { } grant
            || !grant.Scopes.Contains("offline_access")
            || !fapi.Client!.Client.GrantTypes.Contains("refresh_token")
            || context.Request!.IsRefreshTokenGrantType() && !fapi.Profile.RefreshTokenRotation.Value)
            return ValueTask.CompletedTask;

        context.Response.RefreshToken = singleUse.Issue(ArtefactKind.RefreshToken, fapi.Issuer.Name, fapi.Client.ClientId,
            fapi.CorrelationId, grant.Id, data: "", grant.ExpiresAt - time.GetUtcNow());
        return ValueTask.CompletedTask;
    }
}
