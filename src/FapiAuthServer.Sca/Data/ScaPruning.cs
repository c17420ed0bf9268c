using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Data;

/// <summary>Removes what has ended: it names payees and is of no use any more. Events, decisions and payments are kept for the bank to say. (SCA-112)</summary>
public sealed class ScaPruning
{
    // Longer than any limit looks back, so that a limit does not forget.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    private readonly ScaStore store;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;

    internal ScaPruning(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
    {
        this.store = store;
        this.clock = clock;
        this.options = options.Value;
    }

    /// <summary>Removes challenges, codes, texts and unfinished enrolments that have ended; returns how many.</summary>
    public async Task<int> RemoveEndedAsync(CancellationToken ct = default)
    {
        var before = clock.GetUtcNow() - Kept;
        var challengesBefore = before - options.DisownedPause;
        return await store.Challenges.Where(c => c.ExpiresAt < challengesBefore).ExecuteDeleteAsync(ct)
            + await store.Codes.Where(c => c.ExpiresAt < before).ExecuteDeleteAsync(ct)
            + await store.SmsMessages.Where(m => m.ExpiresAt < before).ExecuteDeleteAsync(ct)
            + await store.AppActivations.Where(a => a.ExpiresAt < before).ExecuteDeleteAsync(ct)
            + await store.PasskeyRegistrations.Where(r => r.ExpiresAt < before).ExecuteDeleteAsync(ct)
            + await store.SpentPasskeyQuestions.Where(q => q.ExpiresAt < before).ExecuteDeleteAsync(ct)
            + await store.SmsNumbers.Where(n => n.ActivatedAt == null && n.EnrolledAt < before).ExecuteDeleteAsync(ct);
    }
}
