using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Expecting;

/// <summary>A result laid beside what was expected of it.</summary>
/// <param name="Unexpected">What fails the run.</param>
/// <param name="Expected">What is known, with the expectation that says so.</param>
/// <param name="Stale">Expectations about modules that ran, of which nothing happened any more: they fail the run too.</param>
public sealed record Assessment(
    IReadOnlyList<Finding> Unexpected, IReadOnlyList<(Finding Finding, Expectation Expectation)> Expected, IReadOnlyList<Expectation> Stale)
{
    public bool IsSuccess => Unexpected.Count == 0 && Stale.Count == 0;

    /// <summary>What of a module fails the run.</summary>
    public IReadOnlyList<Finding> UnexpectedOf(Variant variant, ModuleResult module) =>
        [.. Unexpected.Where(finding => finding.Module == module.Name && finding.Variant.Equals(variant))];

    /// <summary>The expectations that a module met.</summary>
    public IReadOnlyList<Expectation> ExpectedOf(Variant variant, ModuleResult module) =>
        [.. Expected.Where(known => known.Finding.Module == module.Name && known.Finding.Variant.Equals(variant)).Select(known => known.Expectation).Distinct()];
}
