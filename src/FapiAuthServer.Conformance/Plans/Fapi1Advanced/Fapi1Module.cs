namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

/// <summary>Names modules as they are published; many tell the story of another plan's module under this plan's name.</summary>
internal static class Fapi1Module
{
    private const string Prefix = "fapi1-advanced-final-";

    public static ModuleDescription Describe(string name, string summary) => new(Prefix + name, summary);

    /// <param name="name">The name here, where it is not the name there.</param>
    public static ConformanceModule Of<TModule>(Applicability? appliesTo = null, string? name = null)
        where TModule : IConformanceModule, new() => Of(ConformanceModule.Of<TModule>(), appliesTo, name);

    public static ConformanceModule Of(ConformanceModule module, Applicability? appliesTo = null, string? name = null) =>
        module.As(Prefix, appliesTo ?? Applicability.Always, name);
}
