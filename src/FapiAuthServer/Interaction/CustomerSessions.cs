using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction;

/// <summary>
/// Signed-in customers. A session ends after five minutes without the customer doing anything (RTS Art. 4(3)(d)), and
/// gets a new id each time assurance rises.
/// </summary>
internal sealed class CustomerSessions(FapiDbContext db, TimeProvider time)
{
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);

    /// <summary>Who is signed in in this browser, at this issuer. Counts as activity.</summary>
    public async Task<CustomerAuthentication?> FindAsync(HttpContext context, Issuer issuer, CancellationToken cancellation)
    {
        if (SecretCookie.Session.ReadHash(context) is not { } id)
            return null;

        var now = time.GetUtcNow();
        var session = await db.CustomerSessions.AsNoTracking()
            .FirstOrDefaultAsync(s => s.Id == id && s.Issuer == issuer.Name && s.ExpiresAt > now, cancellation);
        if (session is null)
            return null;

        var until = now + IdleLimit;
        await db.CustomerSessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, until), cancellation);
        return session.Authentication;
    }

    /// <summary>Begins a session under a new id; whatever session the browser had is over.</summary>
    public async Task BeginAsync(HttpContext context, Issuer issuer, CustomerAuthentication customer, CancellationToken cancellation)
    {
        await EndAsync(context, cancellation);
        var id = SecretCookie.Session.Renew(context);
        db.CustomerSessions.Add(CustomerSession.Open(id, issuer.Name, customer, time.GetUtcNow() + IdleLimit));
        await db.SaveChangesAsync(cancellation);
    }

    public async Task EndAsync(HttpContext context, CancellationToken cancellation)
    {
        if (SecretCookie.Session.ReadHash(context) is not { } id)
            return;

        await db.CustomerSessions.Where(session => session.Id == id).ExecuteDeleteAsync(cancellation);
        SecretCookie.Session.Delete(context);
    }
}
