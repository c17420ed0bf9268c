namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

/// <summary>Names modules as those of the published plans are named: this plan is our own, as there is none.</summary>
internal static class Fapi1BaselineModule
{
    private const string Prefix = "fapi1-baseline-final-";

    public static ModuleDescription Describe(string name, string summary) => new(Prefix + name, summary);

    /// <param name="name">The name here, where it is not the name there.</param>
    public static ConformanceModule Of<TModule>(Applicability? appliesTo = null, string? name = null)
        where TModule : IConformanceModule, new() => Of(ConformanceModule.Of<TModule>(), appliesTo, name);

    public static ConformanceModule Of(ConformanceModule module, Applicability? appliesTo = null, string? name = null) =>
        module.As(Prefix, appliesTo ?? Applicability.Always, name);
}
