namespace FapiAuthServer.Sca.Monitoring;

/// <summary>Watches for fraud in real time, whether or not the customer will be asked for anything; a bank connects its own engine here. (SCA-010)</summary>
[ExtensionPoint]
public interface ITransactionMonitor
{
    /// <summary>Assesses what a customer is about to do.</summary>
    Task<RiskAssessment> AssessAsync(MonitoringInput input, CancellationToken ct);
}
