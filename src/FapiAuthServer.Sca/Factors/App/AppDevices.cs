using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>The devices that count now: not revoked, not tampered with, and old enough for what they are to approve. (SCA-067)</summary>
internal sealed class AppDevices(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
{
    public async Task<List<AppDevice>> FindUsableAsync(Guid customerId, bool isPayment, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await Counting(isPayment).Where(d => d.CustomerId == customerId && (!isPayment || d.PaymentsFrom <= now)).ToListAsync(ct);
    }

    /// <summary>The device, if it may speak at all.</summary>
    public Task<AppDevice?> FindAsync(Guid deviceId, CancellationToken ct) => Counting(false).SingleOrDefaultAsync(d => d.Id == deviceId, ct);

    /// <summary>The one challenge that waits for this customer's app, or null.</summary>
    public async Task<Challenge?> FindChallengeAsync(Guid customerId, CancellationToken ct)
    {
        var current = await store.Customers.Where(c => c.Id == customerId).Select(c => c.CurrentChallengeId).SingleOrDefaultAsync(ct);
        var challenge = current is null ? null : await store.Challenges.SingleOrDefaultAsync(c => c.Id == current, ct);
        return challenge is not null && challenge.IsOpenAt(clock.GetUtcNow())
            && (challenge.Factors & (FactorKinds.AppApproval | FactorKinds.AppCode)) != 0
            ? challenge
            : null;
    }

    public async Task<bool> RevokeAsync(Guid customerId, Guid deviceId, CancellationToken ct) =>
        await EndAsync(store.AppDevices.Where(d => d.CustomerId == customerId && d.Id == deviceId), ct) == 1;

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) => EndAsync(store.AppDevices.Where(d => d.CustomerId == customerId), ct);

    private IQueryable<AppDevice> Counting(bool isPayment)
    {
        var allowsSoftware = !isPayment || options.Value.App.AllowsSoftwareKeys;
        return store.AppDevices.Where(d => d.RevokedAt == null && d.IsIntact && (allowsSoftware || d.KeyStorage != KeyStorage.Software));
    }

    private Task<int> EndAsync(IQueryable<AppDevice> devices, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return devices.Where(d => d.RevokedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.RevokedAt, now).SetProperty(d => d.ProtectedCodeKey, Array.Empty<byte>()), ct);
    }
}
