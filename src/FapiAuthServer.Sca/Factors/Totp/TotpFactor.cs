using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Factors.Totp;

/// <summary>Possession: a device that holds the customer's TOTP seed.</summary>
internal sealed class TotpFactor(ScaStore store, ISecretProtector protector, TimeProvider clock, ILogger<TotpFactor> logger) : IFactor
{
    public FactorKinds Kind => FactorKinds.Totp;

    // A code of this kind says nothing of amount and payee. (SCA-166)
    public Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        Task.FromResult(!isPayment && customer.ProtectedTotpSecret is not null);

    public Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Task.FromResult(Preparation.Nothing);

    public Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(FindStep(customer, proof, now) is { } step
            ? new FactorVerdict(
                true,
                [new Element(FactorCategory.Possession, Kind, "otp", IsLinked: false)],
                cancellation => TrySpendAsync(customer.Id, step, TotpCodes.DriftOf(step, now), cancellation))
            : FactorVerdict.Wrong);
    }

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) =>
        store.Customers.Where(c => c.Id == customerId).ExecuteUpdateAsync(
            row => row
                .SetProperty(c => c.ProtectedTotpSecret, (byte[]?)null)
                .SetProperty(c => c.ProtectedNewTotpSecret, (byte[]?)null)
                .SetProperty(c => c.TotpDrift, 0),
            ct);

    public byte[] Protect(Guid customerId, byte[] seed)
    {
        try
        {
            return protector.Protect(seed, ContextOf(customerId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The unspent step whose code this is, or null.</summary>
    public long? FindStep(Customer customer, string otp, DateTimeOffset now) =>
        FindStep(customer, customer.ProtectedTotpSecret, otp, now, customer.LastTotpStep, customer.TotpDrift);

    /// <summary>The same for a seed that is not the customer's yet: no code of it was ever spent, whatever was of the one before.</summary>
    public long? FindNewStep(Customer customer, string otp, DateTimeOffset now) =>
        FindStep(customer, customer.ProtectedNewTotpSecret, otp, now, lastStep: long.MinValue, drift: 0);

    private async Task<bool> TrySpendAsync(Guid customerId, long step, int drift, CancellationToken ct) =>
        await store.Customers.Where(c => c.Id == customerId && c.LastTotpStep < step).ExecuteUpdateAsync(
            row => row
                .SetProperty(c => c.LastTotpStep, step)
                .SetProperty(c => c.TotpDrift, drift),
            ct) == 1;

    private long? FindStep(Customer customer, byte[]? protectedSeed, string otp, DateTimeOffset now, long lastStep, int drift)
    {
        byte[] seed = [];
        try
        {
            if (protectedSeed is null)
                return null;
            seed = protector.Unprotect(protectedSeed, ContextOf(customer.Id));
            return TotpCodes.FindStep(seed, otp, now, lastStep, drift);
        }
        catch (CryptographicException)
        {
            // Refused like a wrong code: an error page would tell that this username exists.
            logger.SecretUnreadable(customer.Id);
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    // Names the row: a seed copied into another customer's row does not open there.
    private static string ContextOf(Guid customerId) => $"totp:{customerId:N}";
}
