using System.Text.Json;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Decides whether strong authentication is needed, and writes down by what. (SCA-001, SCA-002)</summary>
internal sealed class Evaluation(
    ScaStore store, ITransactionMonitor monitor, IEnumerable<IExemption> exemptions, IEnumerable<IFactor> factors, FactorPolicy policy,
    SessionElements session, TimeProvider clock, ILogger<Evaluation> logger)
{
    public async Task<ScaDecision> EvaluateAsync(ScaRequest request, CancellationToken ct)
    {
        if (!request.Binding.FitsColumns)
            throw new ArgumentException("The client or the consent is longer than can be kept.", nameof(request));

        var assessment = await monitor.AssessAsync(new MonitoringInput(request.Binding, request.Signals), ct);
        var (article, inputs) = await FindExemptionAsync(request, assessment, ct);

        var text = JsonSerializer.Serialize(inputs);
        var decision = new ExemptionDecision(
            request.Binding, article, assessment.Findings, text.Length <= ExemptionDecision.InputsLength ? text : "{}", clock.GetUtcNow());
        await store.InsertAsync(decision, ct);
        logger.Decided(request.Binding.CustomerId, article, assessment.Findings);

        return article is { } exemption
            ? new ScaDecision.Exempt(decision.Id, exemption)
            : new ScaDecision.Required(decision.Id, await FindOffersAsync(request, ct));
    }

    private async Task<(Article? Article, Dictionary<string, IReadOnlyDictionary<string, string>> Inputs)> FindExemptionAsync(
        ScaRequest request, RiskAssessment assessment, CancellationToken ct)
    {
        var inputs = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["monitoring"] = new Dictionary<string, string> { ["findings"] = assessment.Findings.ToString(), ["score"] = FormattableString.Invariant($"{assessment.Score}") },
        };
        if (assessment.Findings != RiskFindings.None)
            return (null, inputs);

        foreach (var exemption in exemptions)
        {
            var verdict = await exemption.JudgeAsync(request, assessment, ct);
            if (verdict.Applies is null)
                continue;

            inputs[exemption.Article.ToString()] = verdict.Inputs;
            if (verdict.Applies is true)
                return (exemption.Article, inputs);
        }

        return (null, inputs);
    }

    private async Task<List<FactorKinds>> FindOffersAsync(ScaRequest request, CancellationToken ct)
    {
        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == request.Binding.CustomerId && c.ClosedAt == null, ct);
        if (customer is null)
            return [];

        var isPayment = request.Binding.Action.IsPayment;
        var (usable, enoughAlone) = (FactorKinds.None, FactorKinds.None);
        foreach (var factor in factors)
        {
            if (!await factor.IsUsableAsync(customer, isPayment, ct))
                continue;

            usable |= factor.Kind;
            if (await factor.IsEnoughAloneAsync(customer, isPayment, ct))
                enoughAlone |= factor.Kind;
        }

        var reused = (await session.FindAsync(customer.Id, request.SessionEventId, ct)).Aggregate(FactorKinds.None, (kinds, element) => kinds | element.Factor);
        return [.. FactorPolicy.Offers
            .Where(offer => FactorPolicy.Single(offer).Skip(1).Any() || enoughAlone.HasFlag(offer))
            .Select(offer => offer & ~reused)
            .Where(offer => (offer & ~usable) == 0 && policy.Allows(offer, reused, isPayment))
            .Distinct()];
    }
}
