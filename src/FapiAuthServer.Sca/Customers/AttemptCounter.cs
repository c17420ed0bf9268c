using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Customers;

/// <summary>One counter per customer over every factor, request and node. (SCA-025)</summary>
internal sealed class AttemptCounter(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
{
    /// <summary>Takes one of the attempts that are left; nobody may evaluate an element without holding one.</summary>
    public async Task<AttemptReservation> ReserveAsync(Guid customerId, CancellationToken ct)
    {
        store.RequireNoTransaction();

        // Whoever loses the write reads again: each round has a winner, so the rounds end when the attempts do.
        while (true)
        {
            var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == customerId && c.ClosedAt == null, ct);
            if (customer is null)
                return new AttemptReservation.None();
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
                .ExecuteUpdateAsync(
                    row => row
                        .SetProperty(c => c.FailedAttempts, after.Failures)
                        .SetProperty(c => c.TemporaryBlocks, after.Blocks)
                        .SetProperty(c => c.BlockedUntil, after.Until),
                    ct);
            if (won == 1)
                return new AttemptReservation.Reserved(customer, after);
        }
    }

    /// <summary>Spends the TOTP step and clears the count in one write; false when the step was spent already. (SCA-020, SCA-164)</summary>
    public async Task<bool> TryAcceptAsync(Guid customerId, long totpStep, CancellationToken ct) =>
        await store.Customers
            .Where(c => c.Id == customerId && c.ClosedAt == null && !c.IsSuspended && c.LastTotpStep < totpStep)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(c => c.LastTotpStep, totpStep)
                    .SetProperty(c => c.FailedAttempts, 0)
                    .SetProperty(c => c.TemporaryBlocks, 0)
                    .SetProperty(c => c.BlockedUntil, (DateTimeOffset?)null),
                ct) == 1;
}
