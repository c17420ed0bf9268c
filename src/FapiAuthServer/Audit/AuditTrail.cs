using System.Threading.Channels;
using FapiAuthServer.Data;

namespace FapiAuthServer.Audit;

/// <summary>
/// Takes security events, writes each to the log at once and to the append-only table in batches. When the database
/// is slower than the events, callers wait: an event is never dropped. What a crash could lose from the table is in the log.
/// </summary>
internal sealed class AuditTrail(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditTrail> logger) : BackgroundService
{
    private const int Capacity = 10_000;
    private const int LargestBatch = 200;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private readonly Channel<AuditRecord> pending = Channel.CreateBounded<AuditRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Records what has happened.</summary>
    public ValueTask RecordAsync(SecurityEvent what)
    {
        Announce(what);
        return pending.Writer.WriteAsync(Draft(what));
    }

    /// <summary>The record of what is about to be committed, to be written in that same commit; <see cref="Announce"/> follows it.</summary>
    public AuditRecord Draft(SecurityEvent what) => AuditRecord.Create(what, time.GetUtcNow());

    /// <summary>Writes the event to the log alone.</summary>
    public void Announce(SecurityEvent what)
        => Log.SecurityEvent(logger, what.Name, what.Issuer, what.ClientId, what.Subject, what.Endpoint, what.Reason, what.Clause, what.CorrelationId, what.OperatorDetail);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Requests are done by now; let the writer empty the queue before it goes.
        pending.Writer.TryComplete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AuditRecord>(LargestBatch);
        while (await pending.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (batch.Count == 0)
                await Task.Delay(Gathering, time, CancellationToken.None); // what comes close together is written together

            while (batch.Count < LargestBatch && pending.Reader.TryRead(out var record))
                batch.Add(record);

            if (await TryWriteAsync(batch))
                batch.Clear();
            else if (stoppingToken.IsCancellationRequested)
                break;
            else
                await Task.Delay(RetryDelay, time, CancellationToken.None);
        }
    }

    private async Task<bool> TryWriteAsync(List<AuditRecord> batch)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
            db.AuditRecords.AddRange(batch);
            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (Exception exception)
        {
            Log.AuditWriteFailed(logger, exception, batch.Count);
            return false;
        }
    }
}
