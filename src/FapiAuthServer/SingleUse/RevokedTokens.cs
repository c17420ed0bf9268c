using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.SingleUse;

/// <summary>Access tokens that their client gave back before they expired (RFC 7009); an entry lives as long as the token would.</summary>
internal sealed class RevokedTokens(FapiDbContext db)
{
    public async Task AddAsync(string issuer, string clientId, string jwtId, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        var entry = ReplayEntry.Create(ReplayKind.RevokedAccessToken, issuer, clientId, jwtId, expiresAt);
        if (await db.ReplayEntries.AnyAsync(seen => seen.Id == entry.Id, cancellation))
            return;

        try
        {
            db.ReplayEntries.Add(entry);
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Revoked twice at once: done, unless it is the database that failed.
            db.ChangeTracker.Clear();
            if (!await db.ReplayEntries.AnyAsync(seen => seen.Id == entry.Id, cancellation))
                throw;
        }
    }
}
