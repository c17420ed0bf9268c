using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Takes numbers into use, each after a code that was sent to it came back, and out of use. (SCA-107, SCA-108)</summary>
public sealed class SmsEnrolment
{
    private readonly ScaStore store;
    private readonly SmsSending sending;
    private readonly SmsFactor factor;
    private readonly KeyedHashes hashes;
    private readonly ISecretProtector protector;
    private readonly FactorChanges changes;
    private readonly AttemptCounter counter;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;

    internal SmsEnrolment(
        ScaStore store, SmsSending sending, SmsFactor factor, KeyedHashes hashes, ISecretProtector protector, FactorChanges changes,
        AttemptCounter counter, TimeProvider clock, IOptions<ScaOptions> options)
    {
        this.store = store;
        this.sending = sending;
        this.factor = factor;
        this.hashes = hashes;
        this.protector = protector;
        this.changes = changes;
        this.counter = counter;
        this.clock = clock;
        this.options = options.Value;
    }

    /// <summary>Sends an activation code to a number; false when the text could not be sent. A number in use stays so until then.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, no right to do it, or that is no number.</exception>
    public async Task<bool> BeginAsync(Guid customerId, string number, FactorAuthority authority, CancellationToken ct = default)
    {
        // Never an address of mail, which proves no device. (SCA-064)
        RequireNumber(number);
        await changes.RequireAsync(customerId, FactorKinds.Sms, ChangeKind.AddFactor, authority, ct);
        var id = Guid.CreateVersion7();
        var code = sending.NewCode();
        var now = clock.GetUtcNow();
        var row = new SmsNumber(
            id,
            customerId,
            protector.Protect(Encoding.ASCII.GetBytes(number), SmsNumber.ContextOf(id)),
            await hashes.ComputeAsync("sms-number", number, ct),
            await hashes.ComputeAsync(SmsSending.PurposeOf(null, id), code, ct),
            now,
            authority.PaymentsFrom(now, options));
        await store.InsertAsync(row, ct);

        var action = new ScaAction.Change(ChangeKind.AddFactor, $"number ending in {number[^2..]}");
        return await sending.SendAsync(row, null, null, action, code, ct) is null;
    }

    /// <summary>
    /// Takes a number into use that the bank has verified itself, such as when customers move here from elsewhere; it is the
    /// customer's first.
    /// </summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, one who has a number, no evidence, or that is no number.</exception>
    public async Task AdoptAsync(Guid customerId, string number, FactorAuthority.ByBank authority, CancellationToken ct = default)
    {
        RequireNumber(number);
        await changes.RequireAsync(customerId, FactorKinds.Sms, ChangeKind.AddFactor, authority, ct);
        if (await store.SmsNumbers.AnyAsync(n => n.CustomerId == customerId && n.ActivatedAt != null && n.RevokedAt == null, ct))
            throw new EnrolmentRefusedException(["NumberAlreadyEnrolled"]);

        var id = Guid.CreateVersion7();
        var now = clock.GetUtcNow();
        var row = new SmsNumber(
            id,
            customerId,
            protector.Protect(Encoding.ASCII.GetBytes(number), SmsNumber.ContextOf(id)),
            await hashes.ComputeAsync("sms-number", number, ct),
            activationHash: null,
            now,
            authority.PaymentsFrom(now, options));
        await store.InsertAsync(row, ct);
        await changes.AddedAsync(customerId, FactorKinds.Sms, ct);
    }

    /// <summary>Takes the number into use, in place of the one before; false for a wrong or late code, which counts as a failure.</summary>
    public async Task<bool> ConfirmAsync(Guid customerId, string code, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (await counter.ReserveAsync(customerId, ct) is not AttemptReservation.Reserved reserved)
            return false;

        var now = clock.GetUtcNow();
        var oldest = now - options.Sms.CodeLifetime;
        var row = await store.SmsNumbers
            .Where(n => n.CustomerId == customerId && n.ActivatedAt == null && n.RevokedAt == null)
            .OrderByDescending(n => n.EnrolledAt).FirstOrDefaultAsync(ct);
        if (!await hashes.MatchesAsync(row?.ActivationHash, SmsSending.PurposeOf(null, row?.Id ?? Guid.Empty), code, ct)
            || row!.EnrolledAt <= oldest
            || !await TryActivateAsync(row, now, ct))
        {
            await counter.ReportAsync(reserved, ct);
            return false;
        }

        await counter.GiveBackAsync(reserved, ct);
        await changes.AddedAsync(customerId, FactorKinds.Sms, ct);
        return true;
    }

    /// <summary>The end of the number in use, or null. (SCA-104)</summary>
    public async Task<string?> FindMaskedAsync(Guid customerId, CancellationToken ct = default)
    {
        var number = await store.SmsNumbers.Where(n => n.CustomerId == customerId && n.ActivatedAt != null && n.RevokedAt == null)
            .OrderByDescending(n => n.EnrolledAt).FirstOrDefaultAsync(ct);
        return number is null ? null : AccountNumber.Mask(sending.Open(number));
    }

    /// <summary>Ends a number that was reported lost, at any hour and without further proof; false when there is none. (SCA-213)</summary>
    public async Task<bool> ReportLostAsync(Guid customerId, CancellationToken ct = default)
    {
        if (!await factor.TryRevokeAsync(customerId, ct))
            return false;

        await changes.RemovedAsync(customerId, FactorKinds.Sms, "lost", ct);
        return true;
    }

    /// <summary>Takes the customer's number out of use at once; challenges that wait for a code sent to it can no longer be answered.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task RevokeAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.RemoveFactor, authority, ct);
        await factor.RevokeAllAsync(customerId, ct);
        await changes.RemovedAsync(customerId, FactorKinds.Sms, "revoked", ct);
    }

    private async Task<bool> TryActivateAsync(SmsNumber number, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await store.BeginAsync(ct);
        var won = await store.SmsNumbers.Where(n => n.Id == number.Id && n.ActivatedAt == null && n.RevokedAt == null)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(n => n.ActivatedAt, now)
                    .SetProperty(n => n.ActivationHash, (byte[]?)null),
                ct) == 1;
        await store.SmsNumbers.Where(n => n.CustomerId == number.CustomerId && n.Id != number.Id && n.RevokedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(n => n.RevokedAt, now).SetProperty(n => n.ProtectedNumber, Array.Empty<byte>()), ct);
        await transaction.CommitAsync(ct);
        return won;
    }

    private static void RequireNumber(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (number.Length is < 8 or > 16 || number[0] != '+' || number[1] == '0' || !number[1..].All(char.IsAsciiDigit))
            throw new EnrolmentRefusedException(["InvalidNumber"]);
    }
}
