using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Grants;

/// <summary>Finds grants and ends them: one statement each, so that a race has no window in which a token survives.</summary>
internal sealed class GrantRegister(FapiDbContext db, HotQueries queries, TimeProvider time)
{
    public Task<Grant?> FindAsync(Guid id, CancellationToken cancellation) => queries.GrantById(db, id, cancellation);

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
