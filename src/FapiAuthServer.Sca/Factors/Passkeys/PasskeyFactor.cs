using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// Possession of the key, if it cannot leave its device, and how it was unlocked. A synced key is on devices the bank knows
/// nothing of, so it is no possession for a payment. (SCA-070, SCA-182)
/// </summary>
internal sealed class PasskeyFactor(
    ScaStore store, PasskeyCeremony ceremony, ScaEvents events, ICustomerNotices notices, TimeProvider clock, IOptions<ScaOptions> options,
    ILogger<PasskeyFactor> logger) : IFactor
{
    public FactorKinds Kind => FactorKinds.Passkey;

    public static byte[] UserHandleOf(Customer customer) => Encoding.ASCII.GetBytes(customer.Subject);

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        ceremony.IsConfigured && (await FindAsync(customer.Id, isPayment, ct)).Count > 0;

    public async Task<bool> IsEnoughAloneAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        ceremony.IsConfigured && (await FindAsync(customer.Id, isPayment, ct)).Any(passkey => IsPossession(passkey.IsBackupEligible, isPayment));

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
                await StopAsync(passkey, ct);
            return FactorVerdict.Wrong;
        }

        if (assertion.IsBackedUp && !passkey.IsBackedUp)
            logger.PasskeyBackedUp(customer.Id, passkey.Id);
        return new FactorVerdict(true, [.. ElementsOf(assertion, challenge.IsPayment)], cancellation => TryCountAsync(assertion, cancellation));
    }

    public async Task RevokeAllAsync(Guid customerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.Passkeys.Where(p => p.CustomerId == customerId && p.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(p => p.RevokedAt, now), ct);
    }

    private IEnumerable<Element> ElementsOf(PasskeyAssertion assertion, bool isPayment)
    {
        var isSynced = assertion.IsBackupEligible;
        if (IsPossession(isSynced, isPayment))
            yield return new Element(FactorCategory.Possession, Kind, isSynced ? "swk" : "hwk", IsLinked: true);

        // A finger or a number, the browser does not say. Taken for the weaker, so that beside a password it adds nothing.
        yield return new Element(FactorCategory.Knowledge, Kind, "user", IsLinked: true);
    }

    private bool IsPossession(bool isSynced, bool isPayment) => !isSynced || (options.Value.Passkeys.SyncedKeysCount && !isPayment);

    private async Task<bool> TryCountAsync(PasskeyAssertion assertion, CancellationToken ct)
    {
        var (id, stored) = (assertion.Passkey.Id, assertion.Passkey.SignCount);
        return await store.Passkeys.Where(p => p.Id == id && p.RevokedAt == null && p.SignCount == stored)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(p => p.SignCount, (long)assertion.SignCount)
                    .SetProperty(p => p.IsBackedUp, assertion.IsBackedUp),
                ct) == 1;
    }

    private async Task StopAsync(Passkey passkey, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.Passkeys.Where(p => p.Id == passkey.Id).ExecuteUpdateAsync(row => row.SetProperty(p => p.RevokedAt, now), ct);
        logger.CloneSuspected(passkey.CustomerId, passkey.Id);
        await events.RecordAsync(ScaEventKind.CloneSuspected, passkey.CustomerId, Kind, ct, passkey.Id.ToString());
        await notices.NotifyAsync(new CustomerNotice(passkey.CustomerId, NoticeKind.PasskeyStopped, passkey.Label), ct);
    }

    private Task<List<Passkey>> FindAsync(Guid customerId, bool isPayment, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.Passkeys
            .Where(p => p.CustomerId == customerId && p.RevokedAt == null && (!isPayment || (!p.IsBackupEligible && p.PaymentsFrom <= now)))
            .OrderBy(p => p.RegisteredAt).ToListAsync(ct);
    }
}
