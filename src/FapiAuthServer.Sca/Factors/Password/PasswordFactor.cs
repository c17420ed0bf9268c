using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Password;

/// <summary>Knowledge: a password, in the same time whether or not the customer exists.</summary>
internal sealed class PasswordFactor(
    ScaStore store, IPasswordHasher<Customer> hasher, DecoyPassword decoy, IOptions<ScaOptions> options) : IFactor
{
    public const int MaxLength = 1024;

    public FactorKinds Kind => FactorKinds.Password;

    public Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        Task.FromResult(customer.PasswordHash is not null);

    public Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Task.FromResult(Preparation.Nothing);

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct) =>
        await VerifyAsync(customer, proof, ct)
            ? FactorVerdict.Right(new Element(FactorCategory.Knowledge, Kind, "pwd", IsLinked: false))
            : FactorVerdict.Wrong;

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) =>
        store.Customers.Where(c => c.Id == customerId)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.PasswordHash, (string?)null), ct);

    public async Task<bool> VerifyAsync(Customer? customer, string password, CancellationToken ct)
    {
        var isInBounds = password.Length is > 0 and <= MaxLength;
        var candidate = isInBounds ? password : "";
        var owner = customer ?? decoy.Customer;
        var hash = customer?.PasswordHash ?? decoy.Hash;

        var matches = hasher.VerifyHashedPassword(owner, hash, candidate) is not PasswordVerificationResult.Failed;
        var accepted = matches & isInBounds & customer?.PasswordHash is not null;

        if (customer?.PasswordHash is not null && PasswordHashFormat.IsWeakerThan(hash, options.Value.PasswordIterations))
            await RenewAsync(customer, hash, candidate, accepted, ct);
        return accepted;
    }

    // Hashes and writes for a wrong password too: otherwise the extra time would tell, uncounted, that this one was right.
    private async Task RenewAsync(Customer customer, string old, string password, bool accepted, CancellationToken ct)
    {
        var renewed = hasher.HashPassword(customer, password);
        var kept = accepted ? renewed : old;
        await store.Customers
            .Where(c => c.Id == customer.Id && c.PasswordHash == old)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.PasswordHash, kept), ct);
    }
}
