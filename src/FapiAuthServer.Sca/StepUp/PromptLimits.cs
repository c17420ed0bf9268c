using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>
/// Prompts reach a customer who has not asked for them, until one is approved by mistake: so they are limited per customer, per
/// client and in all, and end for a client whose prompt the customer disowned. (SCA-174, SCA-194)
/// </summary>
internal sealed class PromptLimits(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
{
    private const FactorKinds Prompting = FactorKinds.Sms | FactorKinds.AppApproval | FactorKinds.AppCode;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<ChallengeRefusal?> FindExcessAsync(Challenge challenge, CancellationToken ct)
    {
        if ((challenge.Factors & Prompting) == 0)
            return null;

        var now = clock.GetUtcNow();
        var disownedSince = now - options.Value.DisownedPause;
        if (await store.Challenges.AnyAsync(
            c => c.CustomerId == challenge.CustomerId && c.ClientId == challenge.ClientId
                && c.State == ChallengeState.Disowned && c.CreatedAt > disownedSince,
            ct))
            return ChallengeRefusal.Disowned;

        var since = now - Window;
        var prompts = store.Challenges.Where(c => c.CreatedAt > since && (c.Factors & Prompting) != 0 && c.State != ChallengeState.Refused);
        return await prompts.CountAsync(c => c.CustomerId == challenge.CustomerId, ct) > options.Value.PromptsPerCustomerAndHour
            || await prompts.CountAsync(c => c.ClientId == challenge.ClientId, ct) > options.Value.PromptsPerClientAndHour
            || await prompts.CountAsync(ct) > options.Value.PromptsPerHour
            ? ChallengeRefusal.TooMany
            : null;
    }
}
