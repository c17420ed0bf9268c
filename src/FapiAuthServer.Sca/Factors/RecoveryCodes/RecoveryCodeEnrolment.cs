using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace FapiAuthServer.Sca.Factors.RecoveryCodes;

/// <summary>Gives customers a list of recovery codes, and takes it away.</summary>
public sealed class RecoveryCodeEnrolment
{
    /// <summary>How many are on a list.</summary>
    public const int Count = 10;

    private const int CodeBytes = 10; // 80 bits are 16 characters, and more than anybody guesses (SCA-201)
    private const int GroupLength = 4;

    private readonly ScaStore store;
    private readonly RecoveryCodeFactor factor;
    private readonly KeyedHashes hashes;
    private readonly FactorChanges changes;
    private readonly TimeProvider clock;

    internal RecoveryCodeEnrolment(ScaStore store, RecoveryCodeFactor factor, KeyedHashes hashes, FactorChanges changes, TimeProvider clock)
    {
        this.store = store;
        this.factor = factor;
        this.hashes = hashes;
        this.changes = changes;
        this.clock = clock;
    }

    /// <summary>A new list, shown this once; what is left of the old one is void.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.RecoveryCode, ChangeKind.AddFactor, authority, ct);
        await factor.RevokeAllAsync(customerId, ct);

        var now = clock.GetUtcNow();
        var codes = Enumerable.Range(0, Count).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(CodeBytes)).TrimEnd('=')).ToList();
        foreach (var code in codes)
            await store.InsertAsync(
                new RecoveryCode(customerId, await hashes.ComputeAsync(RecoveryCodeFactor.PurposeOf(customerId), code, ct), now), ct);

        await changes.AddedAsync(customerId, FactorKinds.RecoveryCode, ct);
        return [.. codes.Select(code => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group))))];
    }

    /// <summary>How many codes are left.</summary>
    public Task<int> CountAsync(Guid customerId, CancellationToken ct = default) =>
        store.RecoveryCodes.CountAsync(c => c.CustomerId == customerId && c.SpentAt == null, ct);

    /// <summary>Voids the list at once.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task RevokeAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.RemoveFactor, authority, ct);
        await factor.RevokeAllAsync(customerId, ct);
        await changes.RemovedAsync(customerId, FactorKinds.RecoveryCode, "revoked", ct);
    }
}
