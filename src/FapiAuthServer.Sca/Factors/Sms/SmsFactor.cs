using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Possession: the SIM that receives a text with amount, payee and code. (SCA-170, SCA-171)</summary>
internal sealed class SmsFactor(ScaStore store, SmsSending sending, KeyedHashes hashes, TimeProvider clock, IOptions<ScaOptions> options) : IFactor
{
    private const int MaxInputLength = 32;

    public FactorKinds Kind => FactorKinds.Sms;

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        await FindNumberAsync(customer.Id, isPayment, ct) is not null;

    public async Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct)
    {
        var action = challenge.Binding.Action;
        var number = await FindNumberAsync(customer.Id, challenge.IsPayment, ct);
        if (number is null || !SmsWording.CanTell(action, options.Value.Sms))
            return Preparation.Nothing with { Refusal = ChallengeRefusal.NotDeliverable };

        return await sending.SendAsync(number, challenge.ClientId, challenge.Id, action, sending.NewCode(), ct) is { } refusal
            ? Preparation.Nothing with { Refusal = refusal }
            : Preparation.Nothing with { SentTo = AccountNumber.Mask(sending.Open(number)) };
    }

    /// <summary>A new code for the same challenge. The limits of all texts hold for this one too.</summary>
    public async Task<bool> ResendAsync(Guid challengeId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var challenge = await store.Challenges.SingleOrDefaultAsync(c => c.Id == challengeId, ct);
        if (challenge is null || !challenge.IsOpenAt(now) || !challenge.Factors.HasFlag(Kind)
            || !await store.Customers.AnyAsync(c => c.Id == challenge.CustomerId && c.CurrentChallengeId == challengeId, ct))
            return false;

        var sent = store.SmsMessages.Where(m => m.ChallengeId == challengeId);
        var tooEarly = now - options.Value.Sms.ResendInterval;
        if (await sent.CountAsync(ct) >= options.Value.Sms.TextsPerChallenge || await sent.AnyAsync(m => m.SentAt > tooEarly, ct))
            return false;

        var number = await FindNumberAsync(challenge.CustomerId, challenge.IsPayment, ct);
        return number is not null
            && await sending.SendAsync(number, challenge.ClientId, challengeId, challenge.Binding.Action, sending.NewCode(), ct) is null;
    }

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        // Only the newest text counts: whoever asked for a new one has given up the one before.
        var now = clock.GetUtcNow();
        var numbers = NumbersOf(customer.Id, challenge.IsPayment, now);
        var sent = await store.SmsMessages.Where(m => m.ChallengeId == challenge.Id && m.VoidedAt == null).OrderByDescending(m => m.SentAt)
            .Select(m => new { Message = m, NumberNow = numbers.Select(n => (Guid?)n.Id).FirstOrDefault() })
            .FirstOrDefaultAsync(ct);
        var message = sent?.Message;
        var code = proof.Length <= MaxInputLength ? proof.Replace(" ", "", StringComparison.Ordinal) : "";
        var matches = await hashes.MatchesAsync(
            message?.CodeHash, SmsSending.PurposeOf(challenge.Id, message?.NumberId ?? Guid.Empty), code, ct);

        return matches && message!.ExpiresAt > now && message.NumberId == sent!.NumberNow
            ? FactorVerdict.Right(new Element(FactorCategory.Possession, Kind, "sms", IsLinked: true))
            : FactorVerdict.Wrong;
    }

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) => TryRevokeAsync(customerId, ct);

    /// <summary>Also a number that waits for its first code; false when there is none.</summary>
    public async Task<bool> TryRevokeAsync(Guid customerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.SmsNumbers.Where(n => n.CustomerId == customerId && n.RevokedAt == null)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(n => n.RevokedAt, now)
                    .SetProperty(n => n.ProtectedNumber, Array.Empty<byte>())
                    .SetProperty(n => n.ActivationHash, (byte[]?)null),
                ct) > 0;
    }

    private Task<SmsNumber?> FindNumberAsync(Guid customerId, bool isPayment, CancellationToken ct) =>
        NumbersOf(customerId, isPayment, clock.GetUtcNow()).FirstOrDefaultAsync(ct);

    // The newest first: that is the one in use.
    private IQueryable<SmsNumber> NumbersOf(Guid customerId, bool isPayment, DateTimeOffset now) => store.SmsNumbers
        .Where(n => n.CustomerId == customerId && n.ActivatedAt != null && n.RevokedAt == null && (!isPayment || n.PaymentsFrom <= now))
        .OrderByDescending(n => n.EnrolledAt);
}
