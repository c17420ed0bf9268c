using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>What strong authentication changes for exemptions to come: clocks begin, counters start anew, series are known.</summary>
internal sealed class ExemptionState(ScaStore store, IOptions<ScaOptions> options, TimeProvider clock)
{
    /// <summary>To be called inside the transaction that closes the challenge.</summary>
    public async Task NoteAuthenticationAsync(CodeBinding binding, CancellationToken ct)
    {
        if (binding.Action is ScaAction.AccountAccess access)
            await StartClocksAsync(binding, access, ct);

        // Only where small payments are counted at all. Where that is begun again later, a count from before errs on the safe side.
        if (binding.Action.IsPayment && options.Value.Exemptions.AllowsLowValue)
            await store.LowValueCounters.Where(c => c.CustomerId == binding.CustomerId)
                .ExecuteUpdateAsync(row => row.SetProperty(c => c.Count, 0).SetProperty(c => c.SumUnits, 0L), ct);

        if (binding.Action is ScaAction.Mandate { Limits.IsFixedAmount: true } mandate)
        {
            await store.Series.Where(s => s.CustomerId == binding.CustomerId && s.ConsentId == binding.ConsentId).ExecuteDeleteAsync(ct);
            await store.InsertAsync(new PaymentSeries(binding, mandate), ct);
        }
    }

    private async Task StartClocksAsync(CodeBinding binding, ScaAction.AccountAccess access, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var account in AccountAccessAge.AccountsOf(access))
        {
            var renewed = await store.AccountAccess
                .Where(r => r.CustomerId == binding.CustomerId && r.ClientId == binding.ClientId && r.Account == account)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.AuthenticatedAt, now), ct);
            if (renewed == 0)
                await store.InsertAsync(new AccountAccessRecord(binding.CustomerId, binding.ClientId, account, now), ct);
        }
    }
}
