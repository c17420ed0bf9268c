using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 16: a small sum, as long as it is not too many of them in a row. (SCA-091)</summary>
internal sealed class LowValueExemption(ScaStore store, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.LowValue;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        var rules = options.Value.Exemptions;
        if (!rules.AllowsLowValue || request.Binding.Action is not ScaAction.Payment { Amount: { } amount })
            return ExemptionVerdict.NotInQuestion;
        if (amount.Currency != rules.Currency || amount.Amount > rules.LowValueSingle)
            return ExemptionVerdict.Of(false, ("limit", rules.LowValueSingle));

        var before = await FindAsync(request.Binding.CustomerId, ct);
        var (fits, count, sum) = Add(before, amount);
        return ExemptionVerdict.Of(
            fits, ("limit", rules.LowValueLimit), ("countBefore", before.Count), ("countAfter", fits ? count : before.Count),
            ("sumBefore", Money.AmountOf(before.SumUnits)), ("sumAfter", Money.AmountOf(fits ? sum : before.SumUnits)));
    }

    /// <summary>Read, judge, write only if nobody else has: of parallel payments none is judged by a count that is no longer true.</summary>
    public async Task<bool> TryCountAsync(CodeBinding binding, CancellationToken ct)
    {
        if (binding.Action is not ScaAction.Payment { Amount: { } amount })
            return false;

        while (true)
        {
            var before = await FindAsync(binding.CustomerId, ct);
            var (fits, count, sum) = Add(before, amount);
            if (!fits)
                return false;
            if (await TryWriteAsync(before, count, sum, ct))
                return true;
        }
    }

    private (bool Fits, int Count, long Sum) Add(LowValueCounter before, Money amount)
    {
        var rules = options.Value.Exemptions;
        var (count, sum) = (before.Count + 1, before.SumUnits + amount.Units);
        return (rules.LowValueLimit == LowValueLimit.Amount ? sum <= Money.UnitsOf(rules.LowValueCumulative) : count <= rules.LowValueCount, count, sum);
    }

    private async Task<LowValueCounter> FindAsync(Guid customerId, CancellationToken ct)
    {
        var counter = await store.LowValueCounters.SingleOrDefaultAsync(c => c.CustomerId == customerId, ct);
        if (counter is not null)
            return counter;

        await store.TryInsertAsync(new LowValueCounter(customerId), ct);
        return await store.LowValueCounters.SingleAsync(c => c.CustomerId == customerId, ct);
    }

    private async Task<bool> TryWriteAsync(LowValueCounter before, int count, long sum, CancellationToken ct) =>
        await store.LowValueCounters
            .Where(c => c.CustomerId == before.CustomerId && c.Count == before.Count && c.SumUnits == before.SumUnits)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.Count, count).SetProperty(c => c.SumUnits, sum), ct) == 1;
}
