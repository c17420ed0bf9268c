using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Expecting;

/// <summary>Something in a result that keeps a module from being a plain pass.</summary>
/// <param name="Requirement">The clause; null when the module reached no verdict.</param>
/// <param name="Text">What should have been, or why there is no verdict.</param>
/// <param name="Detail">What was found.</param>
public sealed record Finding(Variant Variant, string Module, ModuleVerdict Verdict, string? Requirement, string Text, string? Detail)
{
    private static readonly Dictionary<Severity, ModuleVerdict> Verdicts = new()
    {
        [Severity.Failure] = ModuleVerdict.Failed,
        [Severity.Warning] = ModuleVerdict.Warning,
        [Severity.Review] = ModuleVerdict.Review,
        [Severity.Skipped] = ModuleVerdict.Skipped,
    };

    /// <summary>All of one module, in the order of its checks.</summary>
    public static IReadOnlyList<Finding> Of(Variant variant, ModuleResult module)
    {
        var findings = module.Checks.Where(check => Verdicts.ContainsKey(check.Severity))
            .Select(check => new Finding(variant, module.Name, Verdicts[check.Severity], check.Requirement, check.Text, check.Detail)).ToList();
        if (module.Verdict == ModuleVerdict.Failed && (module.Reason is not null || findings.TrueForAll(finding => finding.Verdict != ModuleVerdict.Failed)))
        {
            findings.Add(new Finding(variant, module.Name, ModuleVerdict.Failed, null, module.Reason ?? "Nothing was found to hold.", null));
        }
        return findings;
    }
}
