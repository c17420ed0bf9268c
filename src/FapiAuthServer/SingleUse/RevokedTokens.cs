using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.SingleUse;

/// <summary>Access tokens that their client gave back before they expired (RFC 7009); an entry lives as long as the token would.</summary>
internal sealed class RevokedTokens(FapiDbContext db)
{
    public async Task AddAsync(string issuer, string clientId, string jwtId, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        if (await ContainsAsync(issuer, clientId, jwtId, cancellation))
            return;

        db.ReplayEntries.Add(ReplayEntry.Create(ReplayKind.RevokedAccessToken, issuer, clientId, jwtId, expiresAt));
        await db.SaveChangesAsync(cancellation);
    }

    public Task<bool> ContainsAsync(string issuer, string clientId, string jwtId, CancellationToken cancellation)
    {
        var id = ReplayEntry.Identify(ReplayKind.RevokedAccessToken, issuer, clientId, jwtId);
        return db.ReplayEntries.AnyAsync(entry => entry.Id == id, cancellation);
    }
}
