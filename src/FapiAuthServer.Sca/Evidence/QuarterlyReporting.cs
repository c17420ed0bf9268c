using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Draws up reports of quarters, of the present one too.</summary>
public sealed class QuarterlyReporting
{
    private readonly ScaStore store;
    private readonly FraudRates rates;
    private readonly ScaOptions options;

    internal QuarterlyReporting(ScaStore store, FraudRates rates, IOptions<ScaOptions> options)
    {
        this.store = store;
        this.rates = rates;
        this.options = options.Value;
    }

    /// <summary>The report as the records stand now; frauds found later change it.</summary>
    public async Task<QuarterlyReport> CreateAsync(Quarter quarter, CancellationToken ct = default)
    {
        var (from, to) = (quarter.Start, quarter.End);
        var payments = await store.Payments.Where(p => p.ExecutedAt >= from && p.ExecutedAt < to)
            .GroupBy(p => new { p.Type, p.IsRemote, p.Article, p.Currency, IsFraud = p.FraudAt != null })
            .Select(group => new { group.Key, Count = group.Count(), Units = group.Sum(p => p.AmountUnits) })
            .ToListAsync(ct);
        var decisions = await store.Decisions // one that nothing came of has left nothing out
            .Where(d => d.DecidedAt >= from && d.DecidedAt < to && (d.Article == null || d.UsedAt != null))
            .GroupBy(d => d.Article).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        var events = await store.Events.Where(e => e.At >= from && e.At < to)
            .GroupBy(e => e.Kind).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);

        var lines = payments.GroupBy(row => row.Key with { IsFraud = false }).Select(group => new PaymentLine(
            group.Key.Type, group.Key.IsRemote, group.Key.Article, group.Key.Currency,
            group.Sum(row => row.Count), Money.AmountOf(group.Sum(row => row.Units)),
            group.Where(row => row.Key.IsFraud).Sum(row => row.Count), Money.AmountOf(group.Where(row => row.Key.IsFraud).Sum(row => row.Units))));
        return new QuarterlyReport(
            quarter,
            [.. lines.OrderBy(line => line.Type).ThenBy(line => line.IsRemote).ThenBy(line => line.Article).ThenBy(line => line.Currency, StringComparer.Ordinal)],
            decisions.ToDictionary(row => QuarterlyReport.BasisOf(row.Key), row => row.Count),
            events.ToDictionary(row => row.Key, row => row.Count),
            await FindBandsAsync(quarter, ct),
            options.Exemptions.Currency);
    }

    private async Task<List<BandLine>> FindBandsAsync(Quarter quarter, CancellationToken ct)
    {
        var states = await store.RiskBands.ToListAsync(ct);
        var found = new Dictionary<PaymentType, decimal?>();
        foreach (var type in RiskBand.All.Select(band => band.Type).Distinct())
            found[type] = await rates.FindAsync(type, quarter.Start, quarter.End, ct);

        return [.. RiskBand.All.Select(band =>
        {
            var row = states.Find(state => state.Type == band.Type && state.Threshold == (int)band.Threshold);
            return new BandLine(band.Type, band.Threshold, band.ReferenceRate, found[band.Type], row?.State ?? RiskBandState.InUse, row?.Quarter);
        })];
    }
}
