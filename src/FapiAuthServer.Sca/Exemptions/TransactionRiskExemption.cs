using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>
/// Art. 18: the amount is within a band, fraud of this type has not been above the band's rate, and the analysis of this very
/// transaction has found nothing. (SCA-093)
/// </summary>
internal sealed class TransactionRiskExemption(ScaStore store, FraudRates rates, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.TransactionRisk;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        var rules = options.Value.Exemptions;
        if (!rules.AllowsTransactionRisk || request.Binding.Action is not ScaAction.Payment { Amount: { } amount })
            return ExemptionVerdict.NotInQuestion;
        if (amount.Currency != rules.Currency || RiskBand.For(request.PaymentType, amount.Amount) is not { } band)
            return ExemptionVerdict.Of(false, ("band", null));

        var threshold = (int)band.Threshold;
        var state = await store.RiskBands.Where(b => b.Type == band.Type && b.Threshold == threshold).Select(b => b.State).SingleOrDefaultAsync(ct);
        var rate = await rates.FindAsync(band.Type, ct);

        // Without payments there is no rate, and what is not known is not low.
        var isLow = rate is not null && rate <= band.ReferenceRate && state != RiskBandState.Ceased
            && assessment.Findings == RiskFindings.None && assessment.Score <= rules.HighestRiskScore;
        return ExemptionVerdict.Of(
            isLow, ("band", band.Threshold), ("reference", band.ReferenceRate), ("rate", rate), ("state", state), ("score", assessment.Score));
    }
}
