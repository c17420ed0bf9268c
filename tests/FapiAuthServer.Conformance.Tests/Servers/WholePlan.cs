using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>A plan in every variant that a server offers, and what came of it as lines that can be compared.</summary>
internal static class WholePlan
{
    private const string Prefix = "fapi2-security-profile-final-";

    public static async Task<RunResult> RunAsync(ServerConfiguration configuration, CancellationToken cancellation)
    {
        var plan = KnownPlans.Find("fapi2-security-profile-final-test-plan");
        var runner = new ConformanceRunner(configuration, TimeProvider.System);
        return await runner.RunAsync(new RunSelection(plan, await runner.OfferedVariantsAsync(plan, cancellation)) { Parallel = 8 }, cancellation: cancellation);
    }

    public static string Short(ModuleResult module) => module.Name[Prefix.Length..];

    /// <summary>Every check that failed or warned, and every module without verdict.</summary>
    public static string Explain(RunResult result) => string.Join(
        '\n',
        from variant in result.Variants
        from module in variant.Modules
        where module.Verdict is ModuleVerdict.Failed or ModuleVerdict.Warning
        let checks = module.Checks.Where(check => check.Severity is Severity.Failure or Severity.Warning)
        select $"{variant.Variant}: {Short(module)}: {module.Verdict}. {module.Reason} {string.Join("; ", checks.Select(check => $"{check.Text} ({check.Detail})"))}");
}
