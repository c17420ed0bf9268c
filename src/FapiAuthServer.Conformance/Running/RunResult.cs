namespace FapiAuthServer.Conformance.Running;

/// <summary>A whole run: everything a report is made of.</summary>
public sealed record RunResult(
    string Plan, string Title, string Issuer, string Discovery, string RunnerVersion, DateTimeOffset StartedAt, TimeSpan Duration,
    IReadOnlyList<VariantResult> Variants)
{
    /// <summary>How many modules did not come to their end because the run was ended before.</summary>
    public int NotRun => Variants.Sum(variant => variant.NotRun.Count);

    /// <summary>How many modules came to a verdict.</summary>
    public int Count(ModuleVerdict verdict) => Variants.Sum(variant => variant.Modules.Count(module => module.Verdict == verdict));
}
