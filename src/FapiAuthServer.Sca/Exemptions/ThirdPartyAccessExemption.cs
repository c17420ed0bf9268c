using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>
/// Art. 10a: the same through a third party, with a clock per party. Not the bank's to choose: it must not ask, unless it has
/// and keeps evidence of fraud. (SCA-081, SCA-082)
/// </summary>
internal sealed class ThirdPartyAccessExemption(AccountAccessAge age, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.AccountInformationThroughThirdParty;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        if (request.IsDirect || request.Binding.Action is not ScaAction.AccountAccess access)
            return ExemptionVerdict.NotInQuestion;

        // No limit where the law sets none: SCA-230.
        var limit = options.Value.Exemptions.ThirdPartyAccessLifetime;
        var found = await age.FindAsync(request.Binding, access, ct);
        return ExemptionVerdict.Of(
            request is { IsRecentHistoryOnly: true, Override: null } && found is not null && (limit is null || found <= limit),
            ("age", found), ("limit", limit), ("recentOnly", request.IsRecentHistoryOnly),
            ("override", request.Override?.Reason), ("evidence", request.Override?.Evidence));
    }
}
