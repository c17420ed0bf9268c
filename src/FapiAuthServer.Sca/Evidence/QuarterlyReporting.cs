using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Draws up reports of quarters, of the present one too.</summary>
public sealed class QuarterlyReporting
{
    private readonly ScaStore store;

    internal QuarterlyReporting(ScaStore store) => this.store = store;

    /// <summary>The report as the records stand now; frauds found later change it.</summary>
    public async Task<QuarterlyReport> CreateAsync(Quarter quarter, CancellationToken ct = default)
    {
        var (from, to) = (quarter.Start, quarter.End);
        var payments = await store.Payments.Where(p => p.ExecutedAt >= from && p.ExecutedAt < to)
            .GroupBy(p => new { p.Type, p.IsRemote, p.Article, p.Currency, IsFraud = p.FraudAt != null })
            .Select(group => new { group.Key, Count = group.Count(), Units = group.Sum(p => p.AmountUnits) })
            .ToListAsync(ct);
        var decisions = await store.Decisions.Where(d => d.DecidedAt >= from && d.DecidedAt < to)
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
            events.ToDictionary(row => row.Key, row => row.Count));
    }
}
