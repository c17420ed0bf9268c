using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>The share of fraud in the value of remote payments of one type: with strong authentication and without. (SCA-100)</summary>
internal sealed class FraudRates(ScaStore store, FraudRateCache cache, TimeProvider clock, IOptions<ScaOptions> options)
{
    private static readonly TimeSpan Rolling = TimeSpan.FromDays(90);

    /// <summary>Over the last 90 days, or null when nothing was paid.</summary>
    public async Task<decimal?> FindAsync(PaymentType type, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (cache.Rates.TryGetValue(type, out var known) && now - known.At < options.Value.Exemptions.FraudRateInterval)
            return known.Rate;

        var rate = await FindAsync(type, now - Rolling, now, ct);
        cache.Rates[type] = (rate, now);
        return rate;
    }

    /// <summary>From the one instant, included, up to the other.</summary>
    public async Task<decimal?> FindAsync(PaymentType type, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var currency = options.Value.Exemptions.Currency;
        var payments = store.Payments.Where(p => p.Type == type && p.IsRemote && p.Currency == currency && p.ExecutedAt >= from && p.ExecutedAt < to);
        var all = await payments.SumAsync(p => p.AmountUnits, ct);
        return all == 0 ? null : (decimal)await payments.Where(p => p.FraudAt != null).SumAsync(p => p.AmountUnits, ct) / all;
    }
}
