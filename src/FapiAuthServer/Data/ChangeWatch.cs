using FapiAuthServer.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Data;

/// <summary>
/// Tells this node's caches what other nodes changed, by watching the change stamps. A change is seen everywhere
/// within the polling interval; the node that makes it sees it at once.
/// </summary>
internal sealed class ChangeWatch(IServiceScopeFactory scopes, IOptions<ServerOptions> options, TimeProvider time, ILogger<ChangeWatch> logger)
    : BackgroundService
{
    private readonly Dictionary<string, long> seen = [];

    /// <summary>Raised with the name of the stamp that moved.</summary>
    public event Action<string>? Changed;

    /// <summary>Moves a stamp in the caller's transaction and refreshes this node.</summary>
    public async Task AnnounceAsync(FapiDbContext db, string name, CancellationToken cancellation)
    {
        await db.ChangeStamps.Where(stamp => stamp.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Version, stamp => stamp.Version + 1), cancellation);
        Changed?.Invoke(name);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CacheRefreshInterval, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.ChangeWatchFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        foreach (var stamp in await db.ChangeStamps.AsNoTracking().ToListAsync(cancellation))
        {
            var known = seen.TryGetValue(stamp.Name, out var version);
            seen[stamp.Name] = stamp.Version;
            if (known && version != stamp.Version)
                Changed?.Invoke(stamp.Name);
        }
    }
}
