using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Running;

/// <summary>All modules of one variant, in the plan's order.</summary>
public sealed record VariantResult(Variant Variant, IReadOnlyList<string> Clients, IReadOnlyList<ModuleResult> Modules)
{
    /// <summary>The modules that did not come to their end because the run was ended before.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = [];
}
