using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>One module's run: what it came to, and the evidence.</summary>
/// <param name="Reason">Why it was skipped, or why it could not reach a verdict; null otherwise.</param>
public sealed record ModuleResult(
    string Name, string Summary, ModuleVerdict Verdict, string? Reason, DateTimeOffset StartedAt, TimeSpan Duration,
    IReadOnlyList<Check> Checks, IReadOnlyList<Exchange> Exchanges, IReadOnlyList<Pause> Pauses)
{
    /// <summary>The verdict over a module that ran to its end: the worst check counts, and no check at all is no pass.</summary>
    public static ModuleVerdict Judge(IReadOnlyList<Check> checks, bool isSkipped) => checks.Select(check => check.Severity).ToHashSet() switch
    {
        { Count: 0 } => ModuleVerdict.Failed,
        var found when found.Contains(Severity.Failure) => ModuleVerdict.Failed,
        var found when found.Contains(Severity.Warning) => ModuleVerdict.Warning,
        _ when isSkipped => ModuleVerdict.Skipped,
        var found when found.Contains(Severity.Review) => ModuleVerdict.Review,
        var found when found.Contains(Severity.Success) => ModuleVerdict.Passed,
        _ => ModuleVerdict.Failed,
    };
}
