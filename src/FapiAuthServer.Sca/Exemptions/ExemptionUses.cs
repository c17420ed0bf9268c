using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>
/// Uses a decision where something is given under it: once, and counted only then. A visit that is left, or loses a race,
/// takes nothing from what the customer may still pay. (SCA-091)
/// </summary>
internal sealed class ExemptionUses(ScaStore store, IEnumerable<IExemption> exemptions, TimeProvider clock)
{
    public async Task<ExemptionUse> UseAsync(Guid decisionId, CodeBinding binding, CancellationToken ct)
    {
        var decision = await store.Decisions.SingleOrDefaultAsync(d => d.Id == decisionId, ct);
        if (decision is not { Article: { } article } || !IsFor(decision, binding))
            return ExemptionUse.OtherBinding;

        var now = clock.GetUtcNow();
        var won = await store.Decisions.Where(d => d.Id == decisionId && d.UsedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(d => d.UsedAt, now), ct);
        if (won == 0)
            return ExemptionUse.UsedBefore;

        return await exemptions.Single(exemption => exemption.Article == article).TryCountAsync(binding, ct)
            ? ExemptionUse.Used
            : ExemptionUse.Lapsed;
    }

    private static bool IsFor(ExemptionDecision decision, CodeBinding binding) =>
        decision.CustomerId == binding.CustomerId
            && string.Equals(decision.ClientId, binding.ClientId, StringComparison.Ordinal)
            && string.Equals(decision.ConsentId, binding.ConsentId, StringComparison.Ordinal)
            && string.Equals(decision.ActionHash, binding.Action.Hash, StringComparison.Ordinal);
}
