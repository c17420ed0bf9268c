using System.Security.Cryptography;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction;

/// <summary>
/// Signed-in customers. A session ends after five minutes without the customer doing anything (RTS Art. 4(3)(d), SCA-030), and
/// gets a new id each time assurance rises.
/// </summary>
internal sealed class CustomerSessions(FapiDbContext db, SessionEnd sessionEnd, TimeProvider time)
{
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);

    /// <summary>What this request has found before.</summary>
    private CustomerSession? found;

    /// <summary>Who is signed in in this browser, at this issuer. Counts as activity, unless it is a page that asks by itself.</summary>
    public async Task<CustomerAuthentication?> FindAsync(HttpContext context, Issuer issuer, CancellationToken cancellation, bool isActivity = true)
    {
        if (SecretCookie.Session.ReadHash(context) is not { } id)
            return null;

        var now = time.GetUtcNow();
        var session = await db.CustomerSessions.AsNoTracking()
            .FirstOrDefaultAsync(s => s.Id == id && s.Issuer == issuer.Name && s.ExpiresAt > now, cancellation);
        found = session;
        if (session is null)
            return null;

        var until = now + IdleLimit;
        if (isActivity)
            await db.CustomerSessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, until), cancellation);
        return session.Authentication;
    }

    /// <summary>
    /// Begins a session under a new cookie; whatever session the browser had is over. Only a customer who signs in again goes on
    /// with the session that clients know them by; somebody else's ends like by logout. A change that was open goes with the old
    /// session, unless one is given.
    /// </summary>
    public async Task<CustomerAuthentication> BeginAsync(HttpContext context, Issuer issuer, CustomerAuthentication customer, CancellationToken cancellation, string? change = null)
    {
        var before = found is { } known && known.Issuer == issuer.Name && known.Id == SecretCookie.Session.ReadHash(context)
            ? known.Authentication
            : await FindAsync(context, issuer, cancellation, isActivity: false);
        if (before is not null && before.Subject != customer.Subject)
            await SignOutAsync(context, issuer, before, cancellation);

        var old = SecretCookie.Session.ReadHash(context);
        var signedIn = customer with { SessionId = before?.Subject == customer.Subject ? before.SessionId : NewSessionId() };
        var session = CustomerSession.Open(SecretCookie.Session.Renew(context), issuer.Name, signedIn, time.GetUtcNow() + IdleLimit, change);
        if (old is null || !await TryReplaceAsync(old, session, cancellation))
        {
            db.CustomerSessions.Add(session);
            await db.SaveChangesAsync(cancellation);
        }

        return signedIn;
    }

    /// <summary>Signs the customer out of this browser, at this issuer, and at every client that was given something in the session.</summary>
    public async Task SignOutAsync(HttpContext context, Issuer issuer, CustomerAuthentication customer, CancellationToken cancellation)
    {
        if (SecretCookie.Session.ReadHash(context) is not { } id)
            return;

        await sessionEnd.EndAsync(issuer, id, customer, cancellation);
        SecretCookie.Session.Delete(context);
    }

    /// <summary>Ends what a customer has open in other browsers, at whichever issuer: it was begun with what counts no more.</summary>
    public async Task EndOthersAsync(HttpContext context, string subject, CancellationToken cancellation)
    {
        var id = SecretCookie.Session.ReadHash(context);
        await db.CustomerSessions.Where(s => s.Id != id && s.Customer.Contains(subject)).ExecuteDeleteAsync(cancellation);
    }

    // In one write: at no moment has the browser two sessions, or none.
    private async Task<bool> TryReplaceAsync(string old, CustomerSession session, CancellationToken cancellation)
        => await db.CustomerSessions.Where(s => s.Id == old).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Id, session.Id)
            .SetProperty(s => s.Issuer, session.Issuer)
            .SetProperty(s => s.Customer, session.Customer)
            .SetProperty(s => s.ExpiresAt, session.ExpiresAt)
            .SetProperty(s => s.Change, session.Change), cancellation) == 1;

    private static string NewSessionId() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
}
