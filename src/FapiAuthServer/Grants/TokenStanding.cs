using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.SingleUse;

namespace FapiAuthServer.Grants;

/// <summary>
/// Whether a token of ours is still good: its client is enabled, its grant stands, its customer is neither suspended nor gone,
/// and it was not given back. A block for wrong codes does not count here: a stranger could end a customer's access with it.
/// </summary>
internal sealed class TokenStanding(ClientRegistry clients, FapiDbContext db, HotQueries queries, TimeProvider time)
{
    public async ValueTask<bool> IsGoodAsync(Issuer issuer, PresentedAccessToken token, CancellationToken cancellation)
    {
        if (await clients.FindAsync(issuer.Name, token.ClientId, cancellation) is null)
            return false;

        var revoked = ReplayEntry.Identify(ReplayKind.RevokedAccessToken, issuer.Name, token.ClientId, token.JwtId);
        return token.GrantId is { } grant
            ? await queries.GrantStands(db, grant, time.GetUtcNow(), revoked, cancellation)
            : !await queries.IsSeen(db, revoked, cancellation);
    }
}
