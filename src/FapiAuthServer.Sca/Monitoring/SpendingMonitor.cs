using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Monitoring;

/// <summary>Believes what channel and device report, and compares the amount with what the customer usually pays.</summary>
internal sealed class SpendingMonitor(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options) : ITransactionMonitor
{
    private const int ScorePerFinding = 25;
    private const int MaxScore = 100;
    private const int EnoughPayments = 5;
    private static readonly TimeSpan Habit = TimeSpan.FromDays(90);

    public async Task<RiskAssessment> AssessAsync(MonitoringInput input, CancellationToken ct)
    {
        var findings = input.Signals;
        if (AmountOf(input.Binding.Action) is { } amount && await IsAbnormalAsync(input.Binding.CustomerId, amount, ct))
            findings |= RiskFindings.AbnormalSpending;
        return new RiskAssessment(findings, Math.Min(MaxScore, System.Numerics.BitOperations.PopCount((uint)findings) * ScorePerFinding));
    }

    private static Money? AmountOf(ScaAction action) => action switch
    {
        ScaAction.Payment payment => payment.Amount,
        ScaAction.Batch batch => batch.Total,
        _ => null,
    };

    private async Task<bool> IsAbnormalAsync(Guid customerId, Money amount, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Habit;
        var usual = await store.Payments
            .Where(p => p.CustomerId == customerId && p.ExecutedAt > since && p.Currency == amount.Currency && p.FraudAt == null)
            .GroupBy(p => p.Currency)
            .Select(group => new { Count = group.Count(), Largest = group.Max(p => p.AmountUnits) })
            .SingleOrDefaultAsync(ct);
        return usual?.Count >= EnoughPayments && amount.Units / options.Value.Exemptions.AbnormalSpendingMultiple > usual.Largest;
    }
}
