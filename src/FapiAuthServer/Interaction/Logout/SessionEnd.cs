using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>
/// Ends what stands or falls with a customer's session: the grants that were for its time only, and the clients' own
/// sessions, whose clients are told. A grant with offline_access outlives it (OIDCBCL-2.7).
/// </summary>
internal sealed class SessionEnd(
    FapiDbContext db, GrantRegister grants, ClientRegistry clients, PairwiseSubjects subjects, LogoutBell bell, AuditTrail audit, TimeProvider time)
{
    /// <summary>Also removes the session itself, all in one transaction.</summary>
    public async Task EndAsync(Issuer issuer, string cookieHash, CustomerAuthentication customer, CancellationToken cancellation)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            // Of parallel logouts one finds the session, and tells the clients.
            if (await db.CustomerSessions.Where(session => session.Id == cookieHash).ExecuteDeleteAsync(cancellation) == 0)
                return;

            if (customer.SessionId is { } sessionId)
            {
                await NotifyAsync(issuer, sessionId, customer.Subject, cancellation);
                await grants.EndSessionAsync(issuer.Name, sessionId, cancellation);
            }

            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        bell.Ring();
        await audit.RecordAsync(new SecurityEvent(SecurityEvent.SignedOut, issuer.Name) { Subject = customer.Subject, CorrelationId = Guid.CreateVersion7() });
    }

    private async Task NotifyAsync(Issuer issuer, string sessionId, string subject, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var clientId in await grants.FindClientsOfSessionAsync(issuer.Name, sessionId, cancellation))
            if (await clients.FindAsync(issuer.Name, clientId, cancellation) is { Metadata.BackchannelLogoutUri: not null } client)
                db.LogoutNotices.Add(LogoutNotice.Create(issuer.Name, clientId, subjects.For(issuer, client, subject), sessionId, now));
    }
}
