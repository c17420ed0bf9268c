using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Factors.RecoveryCodes;

/// <summary>Possession of the sheet the codes are on: enough to come back in beside a password, never enough to pay. (SCA-212)</summary>
internal sealed class RecoveryCodeFactor(ScaStore store, KeyedHashes hashes, TimeProvider clock) : IFactor
{
    private const int MaxInputLength = 40;

    public FactorKinds Kind => FactorKinds.RecoveryCode;

    public static string PurposeOf(Guid customerId) => $"recovery:{customerId:N}";

    /// <summary>As people type them: in groups, in either case.</summary>
    public static string Normalize(string code) =>
        code.Length <= MaxInputLength ? new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant() : "";

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        !isPayment && await Unspent(customer.Id).AnyAsync(ct);

    public Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Task.FromResult(Preparation.Nothing);

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        var code = Normalize(proof);
        RecoveryCode? found = null;

        // All are compared, so that the time does not tell how many are left.
        foreach (var candidate in await Unspent(customer.Id).ToListAsync(ct))
            if (await hashes.MatchesAsync(candidate.CodeHash, PurposeOf(customer.Id), code, ct))
                found = candidate;

        return found is null
            ? FactorVerdict.Wrong
            : new FactorVerdict(
                true, [new Element(FactorCategory.Possession, Kind, "otp", IsLinked: false)], cancellation => TrySpendAsync(found.Id, cancellation));
    }

    public async Task RevokeAllAsync(Guid customerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await Unspent(customerId).ExecuteUpdateAsync(row => row.SetProperty(c => c.SpentAt, now), ct);
    }

    private async Task<bool> TrySpendAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.RecoveryCodes.Where(c => c.Id == id && c.SpentAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.SpentAt, now), ct) == 1;
    }

    private IQueryable<RecoveryCode> Unspent(Guid customerId) => store.RecoveryCodes.Where(c => c.CustomerId == customerId && c.SpentAt == null);
}
