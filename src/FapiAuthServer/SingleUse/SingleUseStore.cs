using FapiAuthServer.Data;
using FapiAuthServer.Rejections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FapiAuthServer.SingleUse;

/// <summary>
/// Everything that may be used once. Handlers say what they issue and what they consume; one
/// <see cref="CommitAsync"/> writes it all in one transaction, in one round trip, and says who lost a race.
/// Nothing leaves the server before it has been committed.
/// </summary>
internal sealed class SingleUseStore(FapiDbContext db, GroupCommit group, HotQueries queries, TimeProvider time)
{
    private readonly List<(ReplayEntry Entry, Rejection Refusal)> replays = [];
    private readonly List<object> inserts = [];
    private readonly List<string> consumed = [];
    private IDbContextTransaction? opened;

    /// <summary>Opens the transaction of the next commit early, for writes that must stand or fall with it.</summary>
    public async Task BeginAsync(CancellationToken cancellation) => opened ??= await db.Database.BeginTransactionAsync(cancellation);

    /// <summary>Takes back what was written in it.</summary>
    public async Task RollBackAsync()
    {
        if (opened is { } transaction)
            await transaction.DisposeAsync();
        opened = null;
    }

    /// <summary>Issues an artefact; its handle works once the commit is done.</summary>
    public string Issue(ArtefactKind kind, string issuer, string clientId, Guid correlationId, Guid? grantId, string data, TimeSpan lifetime)
    {
        var (artefact, handle) = Artefact.Create(kind, issuer, clientId, correlationId, grantId, data, time.GetUtcNow(), lifetime);
        inserts.Add(artefact);
        return handle;
    }

    /// <summary>A new row that stands or falls with the commit.</summary>
    public void Insert(object row) => inserts.Add(row);

    public async Task<Artefact?> FindAsync(ArtefactKind kind, string issuer, string handle, CancellationToken cancellation)
        => Artefact.Identify(kind, issuer, handle) is { } id
            ? await queries.ArtefactById(db, id, cancellation)
            : null;

    /// <summary>Consumes an artefact when the commit is done; fails then if another request was first.</summary>
    public void Consume(Artefact artefact)
    {
        db.Artefacts.Attach(artefact);
        artefact.Consume(time.GetUtcNow());
        consumed.Add(artefact.Id);
    }

    /// <summary>Marks a value as seen; if it was seen before, the commit fails with this refusal.</summary>
    public void ConsumeOnce(ReplayKind kind, string issuer, string owner, string value, DateTimeOffset until, Rejection refusal)
    {
        var entry = ReplayEntry.Create(kind, issuer, owner, value, until);
        replays.Add((entry, refusal));
    }

    public bool HasPendingReplays => replays.Count > 0;

    /// <summary>Writes everything at once. On a lost race nothing issued is kept, but what was seen stays seen.</summary>
    public async Task<CommitOutcome> CommitAsync(CancellationToken cancellation)
    {
        object[] rows = [.. replays.Select(replay => replay.Entry), .. inserts];
        try
        {
            // Inserts alone share a transaction with those of other requests; an update, or what the pages changed, has its own.
            if (opened is not null || db.ChangeTracker.HasChanges() || rows.Length > 0 && !await group.TryInsertAsync(rows))
            {
                db.AddRange(rows);
                await db.SaveChangesAsync(cancellation);
            }

            if (opened is not null)
                await opened.CommitAsync(cancellation);
            await RollBackAsync();

            replays.Clear();
            inserts.Clear();
            return CommitOutcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            await KeepReplaysAsync();
            return CommitOutcome.LostRace;
        }
        catch (DbUpdateException exception)
        {
            if (await KeepReplaysAsync() is { } replayed)
                return CommitOutcome.Replay(replayed);

            // Another request answered first and what it issued has our key; which of the two the database notices first differs.
            return await IsAnyConsumedAsync() ? CommitOutcome.LostRace : throw Unexplained(exception);
        }
    }

    /// <summary>
    /// After a refusal: what authenticated the request counts as used, though nothing was issued. Otherwise a refused
    /// request's assertion could be sent again by whoever saw it. Returns the refusal of a value that had been seen before.
    /// </summary>
    public Task<Rejection?> CommitReplaysOnlyAsync() => KeepReplaysAsync();

    // Runs to the end even if the caller has gone: a dropped connection must not free a used assertion.
    private async Task<Rejection?> KeepReplaysAsync()
    {
        await RollBackAsync();
        db.ChangeTracker.Clear();
        inserts.Clear();
        Rejection? replayed = null;

        foreach (var (entry, refusal) in replays)
        {
            if (await db.ReplayEntries.AnyAsync(seen => seen.Id == entry.Id, CancellationToken.None))
            {
                replayed ??= refusal;
                continue;
            }

            try
            {
                db.ReplayEntries.Add(entry);
                await db.SaveChangesAsync(CancellationToken.None);
            }
            catch (DbUpdateException)
            {
                // Seen in this very moment by another request, or else it is the database that failed: that is no replay.
                db.ChangeTracker.Clear();
                if (!await db.ReplayEntries.AnyAsync(seen => seen.Id == entry.Id, CancellationToken.None))
                    throw;

                replayed ??= refusal;
            }

            db.ChangeTracker.Clear();
        }

        replays.Clear();
        return replayed;
    }

    private Task<bool> IsAnyConsumedAsync()
        => db.Artefacts.AnyAsync(artefact => consumed.Contains(artefact.Id) && artefact.ConsumedAt != null, CancellationToken.None);

    private static InvalidOperationException Unexplained(DbUpdateException exception)
        => new("The database refused the write, and not because of a replay.", exception);
}
