namespace FapiAuthServer.Conformance.Reports;

/// <summary>A module as a pipeline sees it.</summary>
internal sealed record JUnitCase(string Name, TimeSpan Duration, JUnitOutcome Outcome, string? Message, string? Details, string? Output);
