using System.Buffers.Text;
using System.Security.Cryptography;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>
/// Gives out authentication codes and takes each back once. A code is random: nothing of the elements, nor of any other code,
/// can be found in it. (SCA-020 to SCA-023, SCA-042)
/// </summary>
internal sealed class AuthenticationCodes(
    ScaStore store, KeyedHashes hashes, ScaEvents events, TimeProvider clock, IOptions<ScaOptions> options, ILogger<AuthenticationCodes> logger)
{
    private const string Purpose = "authentication-code";
    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    /// <summary>
    /// A code that is not given out yet: its row is to be written in the transaction that closes the challenge, and it is drawn up
    /// outside of it, because it may have to renew the key.
    /// </summary>
    public async Task<(string Code, AuthenticationCode Row)> DraftAsync(CodeBinding binding, Guid challengeId, FactorKinds factors, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = await hashes.ComputeAsync(Purpose, secret, ct);
        var row = new AuthenticationCode(id, hash, binding, challengeId, factors, clock.GetUtcNow(), options.Value.CodeLifetime);
        return (Base64Url.EncodeToString(id.ToByteArray()) + secret, row);
    }

    public async Task<ConsumeResult> ConsumeAsync(string code, CodeBinding binding, CancellationToken ct)
    {
        var row = await FindAsync(code, ct);
        if (row is null)
            return await RefuseAsync(binding, CodeRefusal.Unknown, ct);

        // SCA-043: shown for anything but what it was given for, it is worth nothing any more.
        var now = clock.GetUtcNow();
        if (!IsFor(row, binding))
        {
            await store.Codes.Where(c => c.Id == row.Id && c.SpentAt == null && c.VoidedAt == null)
                .ExecuteUpdateAsync(update => update.SetProperty(c => c.VoidedAt, now), ct);
            return await RefuseAsync(binding, CodeRefusal.OtherBinding, ct);
        }

        if (row.ExpiresAt <= now)
            return await RefuseAsync(binding, CodeRefusal.Expired, ct);

        var won = await store.Codes.Where(c => c.Id == row.Id && c.SpentAt == null && c.VoidedAt == null)
            .ExecuteUpdateAsync(update => update.SetProperty(c => c.SpentAt, now), ct);
        if (won == 0)
            return await RefuseAsync(binding, CodeRefusal.Spent, ct);

        logger.CodeSpent(binding.CustomerId, row.ChallengeId);
        await events.RecordAsync(ScaEventKind.CodeSpent, binding.CustomerId, binding, row.ChallengeId, row.Factors, ct);
        return new ConsumeResult.Consumed(new AuthenticatedAction(binding, row.Factors, row.IssuedAt));
    }

    private async Task<AuthenticationCode?> FindAsync(string code, CancellationToken ct)
    {
        var idLength = Base64Url.GetEncodedLength(IdBytes);
        if (code.Length != idLength + Base64Url.GetEncodedLength(SecretBytes) || !Base64Url.IsValid(code.AsSpan(0, idLength)))
            return null;

        var id = new Guid(Base64Url.DecodeFromChars(code.AsSpan(0, idLength)));
        var row = await store.Codes.SingleOrDefaultAsync(c => c.Id == id, ct);
        return await hashes.MatchesAsync(row?.SecretHash, Purpose, code[idLength..], ct) ? row : null;
    }

    private static bool IsFor(AuthenticationCode code, CodeBinding binding) =>
        code.CustomerId == binding.CustomerId
            && string.Equals(code.ClientId, binding.ClientId, StringComparison.Ordinal)
            && string.Equals(code.ConsentId, binding.ConsentId, StringComparison.Ordinal)
            && string.Equals(code.ActionHash, binding.Action.Hash, StringComparison.Ordinal);

    private async Task<ConsumeResult> RefuseAsync(CodeBinding binding, CodeRefusal reason, CancellationToken ct)
    {
        logger.CodeRefused(binding.CustomerId, reason);
        await events.RecordAsync(ScaEventKind.CodeRefused, binding.CustomerId, binding, null, FactorKinds.None, ct, reason.ToString());
        return new ConsumeResult.Refused(reason);
    }
}
