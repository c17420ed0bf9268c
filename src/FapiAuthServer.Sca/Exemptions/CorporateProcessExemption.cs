using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 17: a dedicated process of payers who are no consumers, once the authority is satisfied with it. (SCA-092)</summary>
internal sealed class CorporateProcessExemption(IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.CorporateProcess;

    public Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct) => Task.FromResult(
        options.Value.Exemptions.AllowsCorporateProcesses && request is { IsCorporateProcess: true, Binding.Action: ScaAction.Payment or ScaAction.Batch }
            ? ExemptionVerdict.Of(true)
            : ExemptionVerdict.NotInQuestion);
}
