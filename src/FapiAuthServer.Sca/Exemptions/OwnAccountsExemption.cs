using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Art. 15: a credit transfer between accounts of one person at this bank. (SCA-090)</summary>
internal sealed class OwnAccountsExemption(IAccountOwners owners, IOptions<ScaOptions> options) : IExemption
{
    public Article Article => Article.OwnAccounts;

    public async Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct) =>
        options.Value.Exemptions.AllowsOwnAccounts && request is { PaymentType: PaymentType.CreditTransfer, Binding.Action: ScaAction.Payment { FromAccount: { } from } payment }
            ? ExemptionVerdict.Of(await owners.AreOfOnePersonAsync(request.Binding.CustomerId, from, payment.Payee.Account, ct))
            : ExemptionVerdict.NotInQuestion;
}
