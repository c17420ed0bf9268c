using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 10: balances and the last 90 days, in the bank's own channel, some time after strong authentication. (SCA-080)</summary>
internal sealed class AccountInformationExemption(AccountAccessAge age, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.AccountInformation;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        var rules = options.Value.Exemptions;
        if (!rules.AllowsAccountInformation || !request.IsDirect || request.Binding.Action is not ScaAction.AccountAccess access)
            return ExemptionVerdict.NotInQuestion;

        var found = await age.FindAsync(request.Binding, access, ct);
        return ExemptionVerdict.Of(
            request.IsRecentHistoryOnly && found <= rules.DirectAccessLifetime,
            ("age", found), ("limit", rules.DirectAccessLifetime), ("recentOnly", request.IsRecentHistoryOnly));
    }
}
