using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>What a verified assertion is worth, and what is kept of it, wherever it was asked for. (SCA-070, SCA-182)</summary>
internal sealed class PasskeyUses(
    ScaStore store, ScaEvents events, ICustomerNotices notices, TimeProvider clock, IOptions<ScaOptions> options, ILogger<PasskeyUses> logger)
{
    public IEnumerable<Element> ElementsOf(PasskeyAssertion assertion, bool isPayment)
    {
        var isSynced = assertion.IsBackupEligible;
        if (IsPossession(isSynced, isPayment))
            yield return new Element(FactorCategory.Possession, FactorKinds.Passkey, isSynced ? "swk" : "hwk", IsLinked: true);

        // A finger or a number, the browser does not say. Taken for the weaker, so that beside a password it adds nothing.
        yield return new Element(FactorCategory.Knowledge, FactorKinds.Passkey, "user", IsLinked: true);
    }

    /// <summary>Whether the bank takes the key for something that only the customer has.</summary>
    public bool IsPossession(bool isSynced, bool isPayment) => !isSynced || (options.Value.Passkeys.SyncedKeysCount && !isPayment);

    /// <summary>What the key itself withstands: that it is in hardware is known where its maker vouches for it.</summary>
    public static AuthenticationTraits TraitsOf(Passkey passkey) => passkey is { IsAttested: true, IsBackupEligible: false }
        ? AuthenticationTraits.PhishingResistant | AuthenticationTraits.HardwareProtected
        : AuthenticationTraits.PhishingResistant;

    public void NoteBackup(PasskeyAssertion assertion)
    {
        if (assertion.IsBackedUp && !assertion.Passkey.IsBackedUp)
            logger.PasskeyBackedUp(assertion.Passkey.CustomerId, assertion.Passkey.Id);
    }

    /// <summary>Keeps the new counter; false when another use was faster, or the passkey has ended.</summary>
    public async Task<bool> TryCountAsync(PasskeyAssertion assertion, CancellationToken ct)
    {
        var (id, stored) = (assertion.Passkey.Id, assertion.Passkey.SignCount);
        return await store.Passkeys.Where(p => p.Id == id && p.RevokedAt == null && p.SignCount == stored)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(p => p.SignCount, (long)assertion.SignCount)
                    .SetProperty(p => p.IsBackedUp, assertion.IsBackedUp),
                ct) == 1;
    }

    /// <summary>Ends a passkey of which there seems to be a copy, and tells its owner. (SCA-061)</summary>
    public async Task StopAsync(Passkey passkey, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ended = await store.Passkeys.Where(p => p.Id == passkey.Id && p.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(p => p.RevokedAt, now), ct);
        if (ended == 0)
            return;

        logger.CloneSuspected(passkey.CustomerId, passkey.Id);
        await events.RecordAsync(ScaEventKind.CloneSuspected, passkey.CustomerId, FactorKinds.Passkey, ct, passkey.Id.ToString());
        await notices.NotifyAsync(new CustomerNotice(passkey.CustomerId, NoticeKind.PasskeyStopped, passkey.Label), ct);
    }
}
