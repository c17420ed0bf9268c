namespace FapiAuthServer.Sca.Monitoring;

/// <summary>The verdict of transaction monitoring.</summary>
/// <param name="Findings">What was found; anything at all rules every exemption out.</param>
/// <param name="Score">0 for none to 100 for certain, over everything that was looked at.</param>
public sealed record RiskAssessment(RiskFindings Findings, int Score);
