using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Monitoring;

/// <summary>What transaction monitoring looks at.</summary>
/// <param name="Binding">Who is about to do what, through which client.</param>
/// <param name="Signals">What channel and device have already found.</param>
public sealed record MonitoringInput(CodeBinding Binding, RiskFindings Signals);
