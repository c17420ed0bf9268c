namespace FapiAuthServer.Conformance.Plans;

/// <summary>What is published of a module.</summary>
/// <param name="Name">The name as the OpenID Foundation's suite has it.</param>
/// <param name="Summary">One sentence: what is done, and what must come of it.</param>
public sealed record ModuleDescription(string Name, string Summary)
{
    public Applicability AppliesTo { get; init; } = Applicability.Always;

    /// <summary>1 for the first client alone, 2 for both, 0 for none; a module has the clients it uses to itself.</summary>
    public int Clients { get; init; } = 1;

    /// <summary>What the module does otherwise than its variant; null for nothing.</summary>
    public Func<FlowTraits, FlowTraits>? Otherwise { get; init; }

    /// <summary>How long the module has to wait for something to expire, for the order of the run and the estimate of its end.</summary>
    public TimeSpan Waits { get; init; }
}
