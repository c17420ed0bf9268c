using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>A plan in variants that a server offers, and what came of it as lines that can be compared.</summary>
internal static class WholePlan
{
    public static async Task<RunResult> RunAsync(
        ServerConfiguration configuration, ConformancePlan plan, Func<IReadOnlyList<Variant>, IReadOnlyList<Variant>> choose, CancellationToken cancellation)
    {
        var runner = new ConformanceRunner(configuration, TimeProvider.System);
        var variants = choose(await runner.OfferedVariantsAsync(plan, cancellation));
        return await runner.RunAsync(new RunSelection(plan, variants) { Parallel = 8 }, cancellation: cancellation);
    }

    public static string Short(ModuleResult module) => ModuleNames.WithoutPrefix(module.Name);

    /// <summary>Every check that failed or warned, and every module without verdict.</summary>
    public static string Explain(RunResult result) => string.Join(
        '\n',
        from variant in result.Variants
        from module in variant.Modules
        where module.Verdict is ModuleVerdict.Failed or ModuleVerdict.Warning
        let checks = module.Checks.Where(check => check.Severity is Severity.Failure or Severity.Warning)
        select $"{variant.Variant}: {Short(module)}: {module.Verdict}. {module.Reason} {string.Join("; ", checks.Select(check => $"{check.Text} ({check.Detail})"))}");
}
