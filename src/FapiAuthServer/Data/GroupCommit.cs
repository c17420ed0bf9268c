using FapiAuthServer.SingleUse;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

/// <summary>
/// Group commit: what several requests insert at the same time is written in one transaction, so that they share its
/// round trips and its flush to disk. While one batch is being written the next gathers; a request that comes alone does
/// not wait. Nobody is answered before its own rows are committed.
/// </summary>
internal sealed class GroupCommit(IServiceScopeFactory scopes)
{
    private const int LargestBatch = 64;

    private readonly Lock gate = new();
    private readonly Queue<Part> waiting = new();
    private bool isWriting;

    /// <summary>
    /// Inserts the rows, all or none. False when they were not inserted, for which rows of another request may be the
    /// reason: the caller then writes its own by itself, and learns why not.
    /// </summary>
    public Task<bool> TryInsertAsync(IReadOnlyList<object> rows)
    {
        var part = new Part(rows);
        lock (gate)
        {
            waiting.Enqueue(part);
            if (isWriting)
                return part.Outcome;

            isWriting = true;
        }

        _ = WriteWaitingAsync(); // never fails: whatever goes wrong is the outcome of its parts
        return part.Outcome;
    }

    private async Task WriteWaitingAsync()
    {
        var batch = new List<Part>(LargestBatch);
        while (TryTake(batch))
        {
            var written = await TryWriteAsync(batch);
            foreach (var part in batch)
                part.Complete(written);
        }
    }

    private bool TryTake(List<Part> batch)
    {
        batch.Clear();
        lock (gate)
        {
            while (batch.Count < LargestBatch && waiting.TryDequeue(out var part))
                batch.Add(part);

            isWriting = batch.Count > 0;
            return isWriting;
        }
    }

    private async Task<bool> TryWriteAsync(List<Part> batch)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
            db.ChangeTracker.AutoDetectChangesEnabled = false; // only inserts: there is nothing to detect
            db.Database.AutoTransactionBehavior = db.InsertsAreAtomic ? AutoTransactionBehavior.Never : AutoTransactionBehavior.WhenNeeded;

            foreach (var part in batch)
                if (!TryAdd(db, part))
                    part.Complete(false);

            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (Exception)
        {
            // Told apart by whoever writes its own part alone, where it counts.
            return false;
        }
    }

    // The same value twice in one batch: the second is a replay, or the first is; each finds out by itself.
    private static bool TryAdd(FapiDbContext db, Part part)
    {
        if (part.Rows.OfType<ReplayEntry>().Any(entry => db.ReplayEntries.Local.FindEntry(entry.Id) is not null))
            return false;

        db.AddRange(part.Rows);
        return true;
    }

    private sealed class Part(IReadOnlyList<object> rows)
    {
        private readonly TaskCompletionSource<bool> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<object> Rows => rows;

        public Task<bool> Outcome => outcome.Task;

        /// <summary>The first word counts.</summary>
        public void Complete(bool written) => outcome.TrySetResult(written);
    }
}
