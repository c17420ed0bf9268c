using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 14: the same amount to the same payee, after the series was begun with strong authentication. (SCA-089)</summary>
internal sealed class RecurringExemption(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.Recurring;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        if (!options.Value.Exemptions.AllowsRecurring || request.SeriesId is not { } id || request.Binding.Action is not ScaAction.Payment payment)
            return ExemptionVerdict.NotInQuestion;

        var series = await store.Series.SingleOrDefaultAsync(s => s.CustomerId == request.Binding.CustomerId && s.ConsentId == id, ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return ExemptionVerdict.Of(series?.Contains(payment, today) is true, ("series", id), ("known", series is not null));
    }
}
