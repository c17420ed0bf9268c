using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Expecting;

/// <summary>Something that a run is known to come to, and why that is accepted.</summary>
/// <param name="Variant">The values it is limited to; none for every variant.</param>
/// <param name="Requirement">The tag it is limited to; null for all that comes to the verdict.</param>
public sealed record Expectation(string Module, Variant Variant, string? Requirement, ModuleVerdict Verdict, string Reason)
{
    /// <summary>Whether it is about a module of a run at all, whatever that came to.</summary>
    public bool IsAbout(Variant variant, string module) =>
        Module == module && Variant.Values.All(value => variant.Is(value.Key, value.Value));

    public bool Covers(Finding finding) =>
        IsAbout(finding.Variant, finding.Module) && Verdict == finding.Verdict && (Requirement is null || Requirement == finding.Requirement);

    public override string ToString() => string.Join(' ', new[]
    {
        ModuleNames.WithoutPrefix(Module), Variant.Values.Count == 0 ? null : $"({Variant})", $"{Verdict}".ToLowerInvariant(), Requirement,
    }.OfType<string>());
}
