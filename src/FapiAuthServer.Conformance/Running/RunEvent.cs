using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Running;

/// <summary>Something a person who watches the run wants to know. Reported from several threads, in order for each module.</summary>
public abstract record RunEvent
{
    private RunEvent(Variant variant, string module) => (Variant, Module) = (variant, module);

    public Variant Variant { get; }

    public string Module { get; }

    public sealed record Started(Variant Variant, string Module) : RunEvent(Variant, Module);

    /// <summary>The module waits; its clients are free for others meanwhile.</summary>
    public sealed record Waiting(Variant Variant, string Module, TimeSpan Duration, string Reason) : RunEvent(Variant, Module);

    public sealed record Resumed(Variant Variant, string Module) : RunEvent(Variant, Module);

    public sealed record Finished(Variant Variant, ModuleResult Outcome) : RunEvent(Variant, Outcome.Name);
}
