using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Sends codes: not to numbers that may have changed hands, and not more than the limits allow. (SCA-172, SCA-174)</summary>
internal sealed class SmsSending(
    ScaStore store, KeyedHashes hashes, ISecretProtector protector, ISmsSender sender, INumberRiskCheck risk, TimeProvider clock,
    IOptions<ScaOptions> options, ILogger<SmsSending> logger)
{
    private SmsOptions Limits => options.Value.Sms;

    /// <summary>A code of its own for each text, drawn evenly; no fewer than six digits, which every regime allows. (SCA-175)</summary>
    public string NewCode() => RandomNumberGenerator.GetInt32((int)Math.Pow(10, Limits.Digits))
        .ToString(CultureInfo.InvariantCulture).PadLeft(Limits.Digits, '0');

    public string Open(SmsNumber number) => Encoding.ASCII.GetString(protector.Unprotect(number.ProtectedNumber, SmsNumber.ContextOf(number.Id)));

    public static string PurposeOf(Guid? challengeId, Guid numberId) => $"sms:{challengeId:N}:{numberId:N}";

    public async Task<ChallengeRefusal?> SendAsync(SmsNumber number, string? clientId, Guid? challengeId, ScaAction action, string code, CancellationToken ct)
    {
        var plain = Open(number);
        if (!IsTrusted(await risk.CheckAsync(plain, ct)))
        {
            logger.NumberNotTrusted(number.CustomerId);
            return ChallengeRefusal.NotDeliverable;
        }

        // Written before it is counted: of parallel requests none can pass by the others unseen.
        var hash = await hashes.ComputeAsync(PurposeOf(challengeId, number.Id), code, ct);
        var message = new SmsMessage(number.CustomerId, clientId, number, challengeId, hash, clock.GetUtcNow(), Limits.CodeLifetime);
        await store.InsertAsync(message, ct);
        if (await ExceedsAsync(message, ct))
            return await VoidAsync(message, ChallengeRefusal.TooMany, ct);

        var sent = await sender.SendAsync(new SmsText(message.Id, plain, SmsWording.Write(action, code, Limits)), ct);
        return sent ? null : await VoidAsync(message, ChallengeRefusal.NotDeliverable, ct);
    }

    private bool IsTrusted(NumberRisk found)
    {
        var oldest = clock.GetUtcNow() - Limits.MinimumSimAge;
        return !found.IsVoiceOverIp && !(found.SimChangedAt > oldest) && !(found.PortedAt > oldest);
    }

    private async Task<bool> ExceedsAsync(SmsMessage message, CancellationToken ct)
    {
        var anHourAgo = message.SentAt - TimeSpan.FromHours(1);
        var aDayAgo = message.SentAt - TimeSpan.FromDays(1);
        var recent = store.SmsMessages.Where(m => m.SentAt > anHourAgo);
        return await recent.CountAsync(m => m.CustomerId == message.CustomerId, ct) > Limits.TextsPerCustomerAndHour
            || await recent.CountAsync(m => m.NumberHash == message.NumberHash, ct) > Limits.TextsPerNumberAndHour
            || message.ClientId is not null && await recent.CountAsync(m => m.ClientId == message.ClientId, ct) > Limits.TextsPerClientAndHour
            || await store.SmsMessages.CountAsync(m => m.SentAt > aDayAgo, ct) > Limits.TextsPerDay;
    }

    private async Task<ChallengeRefusal> VoidAsync(SmsMessage message, ChallengeRefusal reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.SmsMessages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(row => row.SetProperty(m => m.VoidedAt, now), ct);
        logger.TextNotSent(message.CustomerId, reason);
        return reason;
    }
}
