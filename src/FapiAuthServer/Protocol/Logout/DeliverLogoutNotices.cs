using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Protocol.Logout;

/// <summary>
/// Sends logout tokens to the clients of sessions that have ended, beside all requests: nobody waits for a client's
/// server. Runs on every node; a notice is claimed by one before it is sent, and tried again ever more rarely.
/// </summary>
internal sealed class DeliverLogoutNotices(
    IServiceScopeFactory scopes, IssuerDirectory issuers, ClientRegistry clients, KeyRing keys, OutboundFetcher http,
    LogoutBell bell, AuditTrail audit, TimeProvider time, ILogger<DeliverLogoutNotices> logger) : BackgroundService
{
    private const int LargestBatch = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long after an attempt the next one is due. The first is longer than an attempt can take, and there is none after the last.</summary>
    private static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(4)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DeliverDueAsync(stoppingToken) == LargestBatch)
                    ;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.DeliveryFailed(logger, exception);
            }

            await bell.WaitAsync(Pause, time, stoppingToken);
        }
    }

    private async Task<int> DeliverDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var now = time.GetUtcNow();
        var due = await db.LogoutNotices.AsNoTracking().Where(notice => notice.DueAt <= now).OrderBy(notice => notice.DueAt).Take(LargestBatch).ToListAsync(cancellation);

        List<LogoutNotice> claimed = [];
        foreach (var notice in due)
            if (await TryClaimAsync(db, notice, now, cancellation))
                claimed.Add(notice);

        // One client that does not answer must not keep the others waiting.
        var delivered = await Task.WhenAll(claimed.Select(async notice => (Notice: notice, Done: await SendAsync(notice, cancellation))));
        foreach (var (notice, done) in delivered)
            if (done || notice.Attempts == Retries.Length)
                await CloseAsync(db, notice, done, cancellation);

        return due.Count;
    }

    // The claim is also the plan for the next attempt: a node that dies with it has merely used one up.
    private static async Task<bool> TryClaimAsync(FapiDbContext db, LogoutNotice notice, DateTimeOffset now, CancellationToken cancellation)
    {
        var next = now + Retries[Math.Min(notice.Attempts, Retries.Length - 1)];
        return await db.LogoutNotices.Where(kept => kept.Id == notice.Id && kept.Attempts == notice.Attempts)
            .ExecuteUpdateAsync(set => set.SetProperty(kept => kept.Attempts, kept => kept.Attempts + 1).SetProperty(kept => kept.DueAt, next), cancellation) == 1;
    }

    private async Task<bool> SendAsync(LogoutNotice notice, CancellationToken cancellation)
    {
        if (!issuers.TryGet(notice.Issuer, out var issuer)
            || await clients.FindAsync(notice.Issuer, notice.ClientId, cancellation) is not { Metadata.BackchannelLogoutUri: { } uri } client)
            return false;

        var token = LogoutToken.Sign(keys.For(issuer), issuer, client, notice, time.GetUtcNow());
        return await http.PostFormAsync(new Uri(uri), new Dictionary<string, string> { ["logout_token"] = token }, cancellation);
    }

    private async Task CloseAsync(FapiDbContext db, LogoutNotice notice, bool isDone, CancellationToken cancellation)
    {
        await db.LogoutNotices.Where(kept => kept.Id == notice.Id).ExecuteDeleteAsync(cancellation);
        await audit.RecordAsync(new SecurityEvent(isDone ? SecurityEvent.LogoutNotified : SecurityEvent.LogoutNotNotified, notice.Issuer)
        {
            ClientId = notice.ClientId,
            CorrelationId = notice.Id,
        });
    }
}
