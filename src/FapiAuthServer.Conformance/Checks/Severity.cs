namespace FapiAuthServer.Conformance.Checks;

/// <summary>What one check came to; the words are those of the published conformance suite.</summary>
public enum Severity
{
    Success,
    Info,
    Skipped,
    Review,
    Warning,
    Failure,
}
