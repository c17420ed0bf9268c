using FapiAuthServer.Data;
using FapiAuthServer.SingleUse;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Grants;

/// <summary>Finds grants and ends them: one statement each, so that a race has no window in which a token survives.</summary>
internal sealed class GrantRegister(FapiDbContext db, HotQueries queries, TimeProvider time)
{
    /// <summary>The code or refresh token with this handle, its grant and its customer, in one query.</summary>
    public async Task<PresentedArtefact?> FindAsync(ArtefactKind kind, string issuer, string handle, CancellationToken cancellation)
        => Artefact.Identify(kind, issuer, handle) is { } id
            ? await queries.PresentedArtefactById(db, id, cancellation)
            : null;

    /// <summary>The clients that were given something in this session.</summary>
    public Task<List<string>> FindClientsOfSessionAsync(string issuer, string sessionId, CancellationToken cancellation)
        => db.Grants.Where(grant => grant.SessionId == sessionId && grant.Issuer == issuer).Select(grant => grant.ClientId).Distinct().ToListAsync(cancellation);

    /// <summary>Ends the grants that were for the time of this session only.</summary>
    public Task EndSessionAsync(string issuer, string sessionId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return db.Grants
            .Where(grant => grant.SessionId == sessionId && grant.Issuer == issuer && grant.Status == GrantStatus.Active && !(" " + grant.Scope + " ").Contains(" " + Grant.OfflineAccess + " "))
            .ExecuteUpdateAsync(set => set
                .SetProperty(grant => grant.Status, GrantStatus.Revoked)
                .SetProperty(grant => grant.RevokedAt, now)
                .SetProperty(grant => grant.RevokedBecause, "signed_out"), cancellation);
    }

    /// <summary>Ends the grant, and with it every token under it. Returns whether it was still active.</summary>
    public async Task<bool> RevokeAsync(Guid id, string because, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.Grants
            .Where(grant => grant.Id == id && grant.Status == GrantStatus.Active)
            .ExecuteUpdateAsync(set => set
                .SetProperty(grant => grant.Status, GrantStatus.Revoked)
                .SetProperty(grant => grant.RevokedAt, now)
                .SetProperty(grant => grant.RevokedBecause, because), cancellation) == 1;
    }
}
