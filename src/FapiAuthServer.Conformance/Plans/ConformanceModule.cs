using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>A module as a plan lists it.</summary>
public sealed record ConformanceModule(ModuleDescription Description, Func<ModuleContext, Task> RunAsync)
{
    public string Name => Description.Name;

    /// <summary>The name without what all modules of its specification begin with.</summary>
    public string ShortName => ModuleNames.WithoutPrefix(Name);

    /// <summary>The same story under another plan's prefix, perhaps with another name, and where that plan has it.</summary>
    public ConformanceModule As(string prefix, Applicability appliesTo, string? name = null) =>
        this with { Description = Description with { Name = prefix + (name ?? ShortName), AppliesTo = appliesTo } };

    public static ConformanceModule Of<TModule>()
        where TModule : IConformanceModule, new() => new(TModule.Description, context => new TModule().RunAsync(context));
}
