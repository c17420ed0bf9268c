using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.SingleUse;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Grants;

/// <summary>
/// Whether a token of ours is still good: its client is enabled, its grant stands, its customer is neither suspended nor gone,
/// and it was not given back. A block for wrong codes does not count here: a stranger could end a customer's access with it.
/// </summary>
internal sealed class TokenStanding(ClientRegistry clients, FapiDbContext db, TimeProvider time)
{
    // Compiled once: this is asked at every introspection and so at every API call.
    private static readonly Func<FapiDbContext, Guid, DateTimeOffset, string, CancellationToken, Task<bool>> GrantStands = EF.CompileAsyncQuery(
        (FapiDbContext db, Guid id, DateTimeOffset now, string revoked, CancellationToken _) => db.Grants
            .Any(grant => grant.Id == id && grant.Status == GrantStatus.Active && grant.ExpiresAt > now
                && db.Customers.Any(customer => customer.Subject == grant.Subject && !customer.IsSuspended && customer.ClosedAt == null)
                && !db.ReplayEntries.Any(entry => entry.Id == revoked)));

    private static readonly Func<FapiDbContext, string, CancellationToken, Task<bool>> IsRevoked = EF.CompileAsyncQuery(
        (FapiDbContext db, string revoked, CancellationToken _) => db.ReplayEntries.Any(entry => entry.Id == revoked));

    public async ValueTask<bool> IsGoodAsync(Issuer issuer, PresentedAccessToken token, CancellationToken cancellation)
    {
        if (await clients.FindAsync(issuer.Name, token.ClientId, cancellation) is null)
            return false;

        var revoked = ReplayEntry.Identify(ReplayKind.RevokedAccessToken, issuer.Name, token.ClientId, token.JwtId);
        return token.GrantId is { } grant
            ? await GrantStands(db, grant, time.GetUtcNow(), revoked, cancellation)
            : !await IsRevoked(db, revoked, cancellation);
    }
}
