using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>One article.</summary>
internal interface IExemption
{
    Article Article { get; }

    /// <summary>Judges, and changes nothing. Not asked when monitoring has found anything.</summary>
    Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct);

    /// <summary>Counts what is given under it now; false when the count would not let it be given any more.</summary>
    Task<bool> TryCountAsync(CodeBinding binding, CancellationToken ct) => Task.FromResult(true);
}
