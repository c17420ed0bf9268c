using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Running;

/// <summary>All modules of one variant, in the plan's order.</summary>
public sealed record VariantResult(Variant Variant, IReadOnlyList<string> Clients, IReadOnlyList<ModuleResult> Modules);
