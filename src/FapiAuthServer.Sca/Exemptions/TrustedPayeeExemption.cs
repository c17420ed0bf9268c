using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 13: a payment to a payee on the customer's list. (SCA-088)</summary>
internal sealed class TrustedPayeeExemption(TrustedPayees list, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.TrustedPayee;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct) =>
        options.Value.Exemptions.AllowsTrustedPayees && request.Binding.Action is ScaAction.Payment payment
            ? ExemptionVerdict.Of(await list.HasAsync(request.Binding.CustomerId, payment.Payee, ct))
            : ExemptionVerdict.NotInQuestion;
}
