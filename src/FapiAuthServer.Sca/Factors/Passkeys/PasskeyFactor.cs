using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// Possession of the key, if it cannot leave its device, and how it was unlocked. A synced key is on devices the bank knows
/// nothing of, so it is no possession for a payment. (SCA-070, SCA-182)
/// </summary>
internal sealed class PasskeyFactor(ScaStore store, PasskeyCeremony ceremony, PasskeyUses uses, TimeProvider clock) : IFactor
{
    public FactorKinds Kind => FactorKinds.Passkey;

    public static byte[] UserHandleOf(Customer customer) => Encoding.ASCII.GetBytes(customer.Subject);

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        ceremony.IsConfigured && (await FindAsync(customer.Id, isPayment, ct)).Count > 0;

    public async Task<bool> IsEnoughAloneAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        ceremony.IsConfigured && (await FindAsync(customer.Id, isPayment, ct)).Any(passkey => uses.IsPossession(passkey.IsBackupEligible, isPayment));

    public async Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Preparation.Nothing with
        {
            PasskeyOptions = ceremony.AssertionOptionsFor(
                PasskeyCeremony.ChallengeFor(challenge.Nonce, challenge.ActionHash), await FindAsync(customer.Id, challenge.IsPayment, ct)).ToJson(),
        };

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        var passkeys = await FindAsync(customer.Id, challenge.IsPayment, ct);
        var expected = PasskeyCeremony.ChallengeFor(challenge.Nonce, challenge.ActionHash);
        var assertion = await ceremony.AssertAsync(expected, passkeys, UserHandleOf(customer), proof, ct);
        if (assertion is null || !assertion.IsConsistent)
            return FactorVerdict.Wrong;

        var passkey = assertion.Passkey;
        if (assertion.IsFromCopy)
        {
            // Sent twice, the second time beside the first: then the challenge is no longer open, and the counter is its own.
            if (await store.Challenges.AnyAsync(c => c.Id == challenge.Id && c.State == ChallengeState.Open, ct))
                await uses.StopAsync(passkey, ct);
            return FactorVerdict.Wrong;
        }

        uses.NoteBackup(assertion);
        return new FactorVerdict(true, [.. uses.ElementsOf(assertion, challenge.IsPayment)], cancellation => uses.TryCountAsync(assertion, cancellation))
        {
            Traits = PasskeyUses.TraitsOf(passkey),
        };
    }

    public async Task RevokeAllAsync(Guid customerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.Passkeys.Where(p => p.CustomerId == customerId && p.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(p => p.RevokedAt, now), ct);
    }

    private Task<List<Passkey>> FindAsync(Guid customerId, bool isPayment, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.Passkeys
            .Where(p => p.CustomerId == customerId && p.RevokedAt == null && (!isPayment || (!p.IsBackupEligible && p.PaymentsFrom <= now)))
            .OrderBy(p => p.RegisteredAt).ToListAsync(ct);
    }
}
