using FapiAuthServer.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Data;

/// <summary>Removes what has expired. Runs on every node; deleting twice is harmless and each statement is one range.</summary>
internal sealed class Pruning(IServiceScopeFactory scopes, IOptions<ServerOptions> options, TimeProvider time, ILogger<Pruning> logger)
    : BackgroundService
{
    /// <summary>Codes and refresh tokens stay readable for a while after expiry, so that a late replay still ends the grant.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PruningInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.PruningFailed(logger, exception);
            }
        }
    }

    internal async Task PruneAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var now = time.GetUtcNow();
        var past = now - Afterlife;

        Report(await db.ReplayEntries.Where(entry => entry.ExpiresAt < now).ExecuteDeleteAsync(cancellation), "ReplayEntries");
        Report(await db.Artefacts.Where(artefact => artefact.ExpiresAt < past).ExecuteDeleteAsync(cancellation), "Artefacts");
        Report(await db.Interactions.Where(interaction => interaction.ExpiresAt < now).ExecuteDeleteAsync(cancellation), "Interactions");
        Report(await db.CustomerSessions.Where(session => session.ExpiresAt < now).ExecuteDeleteAsync(cancellation), "CustomerSessions");
        Report(await db.LogoutRequests.Where(request => request.ExpiresAt < now).ExecuteDeleteAsync(cancellation), "LogoutRequests");
        Report(await db.LogoutNotices.Where(notice => notice.ExpiresAt < now).ExecuteDeleteAsync(cancellation), "LogoutNotices");
    }

    private void Report(int count, string table)
    {
        if (count > 0)
            Log.Pruned(logger, count, table);
    }
}
