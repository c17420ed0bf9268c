using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.SingleUse;

namespace FapiAuthServer.Grants;

/// <summary>Whether a token of ours is still good: its client is enabled, its grant stands, and it was not given back.</summary>
internal sealed class TokenStanding(ClientRegistry clients, GrantRegister grants, RevokedTokens revoked)
{
    public async ValueTask<bool> IsGoodAsync(Issuer issuer, PresentedAccessToken token, CancellationToken cancellation)
        => await clients.FindAsync(issuer.Name, token.ClientId, cancellation) is not null
            && (token.GrantId is not { } grant || await grants.IsUsableAsync(grant, cancellation))
            && !await revoked.ContainsAsync(issuer.Name, token.ClientId, token.JwtId, cancellation);
}
