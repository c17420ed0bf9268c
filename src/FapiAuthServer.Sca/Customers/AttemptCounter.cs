using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Customers;

/// <summary>One counter per customer over every factor, request and node. (SCA-025)</summary>
internal sealed class AttemptCounter(
    ScaStore store, ICustomerNotices notices, ScaEvents events, TimeProvider clock, IOptions<ScaOptions> options, ILogger<AttemptCounter> logger)
{
    /// <summary>Takes one of the attempts that are left; nobody may evaluate an element without holding one.</summary>
    public async Task<AttemptReservation> ReserveAsync(Guid customerId, CancellationToken ct)
        => await FindAsync(customerId, ct) is { } customer ? await ReserveAsync(customer, ct) : new AttemptReservation.None();

    /// <summary>The same, for who has just been read.</summary>
    public async Task<AttemptReservation> ReserveAsync(Customer read, CancellationToken ct)
    {
        store.RequireNoTransaction();
        var customerId = read.Id;

        // Whoever loses the write reads again: each round has a winner, so the rounds end when the attempts do.
        for (var customer = read; customer is { ClosedAt: null }; customer = await FindAsync(customerId, ct))
        {
            if (customer.IsSuspended)
                return new AttemptReservation.Blocked(null);

            var now = clock.GetUtcNow();
            var before = customer.BlockState;
            if (before.IsBlockedAt(now))
                return new AttemptReservation.Blocked(before.Until);

            var after = before.CountAttempt(now, options.Value);
            var won = await store.Customers
                .Where(c => c.Id == customerId && c.ClosedAt == null && !c.IsSuspended)
                .Where(c => c.FailedAttempts == before.Failures && c.TemporaryBlocks == before.Blocks && c.BlockedUntil == before.Until)
                .Where(c => c.IsBlockedForGood == before.IsForGood && c.IsWarned == before.IsWarned)
                .ExecuteUpdateAsync(
                    row => row
                        .SetProperty(c => c.FailedAttempts, after.Failures)
                        .SetProperty(c => c.TemporaryBlocks, after.Blocks)
                        .SetProperty(c => c.BlockedUntil, after.Until)
                        .SetProperty(c => c.IsBlockedForGood, after.IsForGood),
                    ct);
            if (won == 1)
                return new AttemptReservation.Reserved(customer, after);
        }

        return new AttemptReservation.None();
    }

    private Task<Customer?> FindAsync(Guid customerId, CancellationToken ct)
        => store.Customers.SingleOrDefaultAsync(c => c.Id == customerId && c.ClosedAt == null, ct);

    /// <summary>
    /// Records a block that a failure has brought, and warns of the one for good that would follow: it cannot follow before the
    /// warning has been sent. (SCA-027)
    /// </summary>
    public async Task ReportAsync(AttemptReservation.Reserved failed, CancellationToken ct)
    {
        var (id, state) = (failed.Customer.Id, failed.StateIfFailed);
        if (!state.IsBlocking)
            return;

        await events.RecordAsync(state.IsForGood ? ScaEventKind.BlockedForGood : ScaEventKind.BlockedForATime, id, FactorKinds.None, ct);
        if (state.Until is { } until)
            logger.TemporarilyBlocked(id, state.Failures, until);
        else
            logger.BlockedForGood(id);

        if (!state.NeedsWarning(options.Value))
            return;

        try
        {
            await notices.NotifyAsync(new CustomerNotice(id, NoticeKind.PermanentBlockIsNext), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Answered like every failure all the same: the next round ends in a temporary block, and tries again.
            logger.WarningNotSent(id, failure);
            return;
        }

        await store.Customers.Where(c => c.Id == id && c.BlockedUntil == state.Until)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.IsWarned, true), ct);
    }

    /// <summary>
    /// Takes one right attempt out of the count and leaves the failures before it: one element is no full success. Nothing is
    /// given back when others have counted in between; that errs on the safe side.
    /// </summary>
    public async Task GiveBackAsync(AttemptReservation.Reserved right, CancellationToken ct)
    {
        var (id, counted, before) = (right.Customer.Id, right.StateIfFailed, right.Customer.BlockState);
        await store.Customers
            .Where(c => c.Id == id && c.FailedAttempts == counted.Failures && c.TemporaryBlocks == counted.Blocks)
            .Where(c => c.BlockedUntil == counted.Until && c.IsBlockedForGood == counted.IsForGood)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(c => c.FailedAttempts, before.Failures)
                    .SetProperty(c => c.TemporaryBlocks, before.Blocks)
                    .SetProperty(c => c.BlockedUntil, before.Until)
                    .SetProperty(c => c.IsBlockedForGood, before.IsForGood),
                ct);
    }

    /// <summary>Spends the TOTP step and clears the count in one write; false when the step was spent already. (SCA-020, SCA-164)</summary>
    public async Task<bool> TryAcceptAsync(Guid customerId, long totpStep, int totpDrift, CancellationToken ct) =>
        await store.Customers
            .Where(c => c.Id == customerId && c.ClosedAt == null && !c.IsSuspended && c.LastTotpStep < totpStep)
            .ExecuteUpdateAsync(row => Clear(row.SetProperty(c => c.LastTotpStep, totpStep).SetProperty(c => c.TotpDrift, totpDrift)), ct) == 1;

    /// <summary>Clears the count; false when the customer may not be served.</summary>
    public async Task<bool> TryClearAsync(Guid customerId, CancellationToken ct) =>
        await store.Customers
            .Where(c => c.Id == customerId && c.ClosedAt == null && !c.IsSuspended)
            .ExecuteUpdateAsync(row => Clear(row), ct) == 1;

    /// <summary>Ends the customer's challenge and clears the count in one write; false when another challenge has taken its place.</summary>
    public async Task<bool> TryClearAsync(Guid customerId, Guid challengeId, CancellationToken ct) =>
        await store.Customers
            .Where(c => c.Id == customerId && c.ClosedAt == null && !c.IsSuspended && c.CurrentChallengeId == challengeId)
            .ExecuteUpdateAsync(row => Clear(row.SetProperty(c => c.CurrentChallengeId, (Guid?)null)), ct) == 1;

    // What a full success forgives.
    private static void Clear(UpdateSettersBuilder<Customer> row) => row
        .SetProperty(c => c.FailedAttempts, 0)
        .SetProperty(c => c.TemporaryBlocks, 0)
        .SetProperty(c => c.BlockedUntil, (DateTimeOffset?)null)
        .SetProperty(c => c.IsBlockedForGood, false)
        .SetProperty(c => c.IsWarned, false);
}
