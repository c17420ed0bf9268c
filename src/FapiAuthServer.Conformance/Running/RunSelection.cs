using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Running;

/// <summary>What to run.</summary>
public sealed record RunSelection(ConformancePlan Plan, IReadOnlyList<Variant> Variants)
{
    /// <summary>The modules by name, with or without the plan's prefix; empty for all that apply.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>How many modules may run at once; those that wait do not count, and those that share a client never do.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>How long a module may take, its prescribed waits and its turn for the clients not counted.</summary>
    public TimeSpan ModuleTimeLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>What runs of one variant, in the plan's order.</summary>
    /// <exception cref="ConformanceException">The plan has no module of that name.</exception>
    public IReadOnlyList<ConformanceModule> ModulesFor(Variant variant)
    {
        var chosen = Modules.Select(Plan.Find).ToHashSet();
        return [.. Plan.ModulesFor(variant).Where(module => chosen.Count == 0 || chosen.Contains(module))];
    }
}
