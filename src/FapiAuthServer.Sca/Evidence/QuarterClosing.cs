using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Compares each ended quarter's fraud with the reference rates, and stops the exemption where the law stops it. (SCA-102)</summary>
public sealed class QuarterClosing
{
    private readonly ScaStore store;
    private readonly FraudRates rates;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    internal QuarterClosing(ScaStore store, FraudRates rates, TimeProvider clock, ILogger<QuarterClosing> logger)
    {
        this.store = store;
        this.rates = rates;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>Closes a quarter, once, on whichever node asks first; nothing when it was closed before, or a later one was.</summary>
    /// <exception cref="ArgumentException">The quarter has not ended yet.</exception>
    public async Task<IReadOnlyList<RiskBandChange>> CloseAsync(Quarter quarter, CancellationToken ct = default)
    {
        if (quarter.End > clock.GetUtcNow())
            throw new ArgumentException("A quarter is closed when it has ended.", nameof(quarter));

        var changes = new List<RiskBandChange>();
        foreach (var band in RiskBand.All)
        {
            var rate = await rates.FindAsync(band.Type, quarter.Start, quarter.End, ct);
            if (await TryCloseAsync(band, quarter, rate, ct) is { } change)
                changes.Add(change);
        }

        return changes;
    }

    private async Task<RiskBandChange?> TryCloseAsync(RiskBand band, Quarter quarter, decimal? rate, CancellationToken ct)
    {
        var threshold = (int)band.Threshold;
        var bands = store.RiskBands.Where(b => b.Type == band.Type && b.Threshold == threshold);
        if (!await bands.AnyAsync(ct))
            await store.TryInsertAsync(new TransactionRiskBand(band.Type, threshold), ct);

        var row = await bands.SingleAsync(ct);
        var name = quarter.ToString();
        if (string.CompareOrdinal(row.Quarter, name) >= 0)
            return null;

        // A quarter without payments proves nothing either way.
        var after = rate is null ? row.State : RiskBand.After(row.State, rate > band.ReferenceRate);
        var won = await bands.Where(b => b.Quarter == row.Quarter)
            .ExecuteUpdateAsync(update => update.SetProperty(b => b.State, after).SetProperty(b => b.Quarter, name), ct);
        if (won == 0)
            return null;

        logger.QuarterClosed(name, band.Type, threshold, row.State, after);
        return new RiskBandChange(band.Type, band.Threshold, rate, row.State, after);
    }
}
