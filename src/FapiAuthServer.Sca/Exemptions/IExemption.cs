using FapiAuthServer.Sca.Monitoring;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>One article.</summary>
internal interface IExemption
{
    Article Article { get; }

    /// <summary>Judges, and counts if it says yes. Not asked when monitoring has found anything.</summary>
    Task<ExemptionVerdict> JudgeAsync(ScaRequest request, RiskAssessment assessment, CancellationToken ct);
}
