namespace FapiAuthServer.Conformance.Reports;

/// <summary>What a pipeline knows of outcomes.</summary>
internal enum JUnitOutcome
{
    Passed,
    Skipped,
    Failed,
}
