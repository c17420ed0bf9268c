using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Factors.Totp;

/// <summary>Gives customers an authenticator app, which counts from the first code they show, and takes it away. (SCA-168)</summary>
public sealed class TotpEnrolment
{
    private readonly ScaStore store;
    private readonly TotpFactor factor;
    private readonly FactorChanges changes;
    private readonly AttemptCounter counter;
    private readonly TimeProvider clock;

    internal TotpEnrolment(ScaStore store, TotpFactor factor, FactorChanges changes, AttemptCounter counter, TimeProvider clock)
    {
        this.store = store;
        this.factor = factor;
        this.changes = changes;
        this.counter = counter;
        this.clock = clock;
    }

    /// <summary>A new seed, shown this once; the old one, if any, is good until the new one has proved itself.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task<TotpSeed> BeginAsync(Guid customerId, string issuer, FactorAuthority authority, CancellationToken ct = default)
    {
        var customer = await changes.RequireAsync(customerId, FactorKinds.Totp, ChangeKind.AddFactor, authority, ct);
        var secret = TotpCodes.NewSecret();
        TotpCodes.TryDecodeSecret(secret, out var seed);
        var protectedSeed = factor.Protect(customerId, seed!);
        await store.Customers.Where(c => c.Id == customerId && c.ClosedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.ProtectedNewTotpSecret, protectedSeed), ct);
        return TotpSeed.Of(secret, issuer, customer.UserName!);
    }

    /// <summary>Takes the new seed into use with its first code; false for a wrong one, which counts as a failure.</summary>
    public async Task<bool> ConfirmAsync(Guid customerId, string code, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (await counter.ReserveAsync(customerId, ct) is not AttemptReservation.Reserved reserved)
            return false;

        var seed = reserved.Customer.ProtectedNewTotpSecret;
        var now = clock.GetUtcNow();
        if (factor.FindNewStep(reserved.Customer, code, now) is not { } step)
        {
            await counter.ReportAsync(reserved, ct);
            return false;
        }

        var drift = TotpCodes.DriftOf(step, now);

        // The attempt is given back, but not those before it: one factor is no full success.
        var confirmed = await store.Customers.Where(c => c.Id == customerId && c.ProtectedNewTotpSecret == seed)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(c => c.ProtectedTotpSecret, seed)
                    .SetProperty(c => c.ProtectedNewTotpSecret, (byte[]?)null)
                    .SetProperty(c => c.LastTotpStep, step)
                    .SetProperty(c => c.TotpDrift, drift),
                ct) == 1;
        if (!confirmed)
            return false;

        await counter.GiveBackAsync(reserved, ct);
        await changes.AddedAsync(customerId, FactorKinds.Totp, ct);
        return true;
    }

    /// <summary>Whether the customer has one.</summary>
    public Task<bool> IsEnrolledAsync(Guid customerId, CancellationToken ct = default) =>
        store.Customers.AnyAsync(c => c.Id == customerId && c.ClosedAt == null && c.ProtectedTotpSecret != null, ct);

    /// <summary>Destroys the seed at once; false when there was none.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task<bool> RevokeAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        var customer = await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.RemoveFactor, authority, ct);
        if (customer.ProtectedTotpSecret is null)
            return false;

        await factor.RevokeAllAsync(customerId, ct);
        await changes.RemovedAsync(customerId, FactorKinds.Totp, "revoked", ct);
        return true;
    }
}
