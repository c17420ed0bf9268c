using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>A module as a plan lists it.</summary>
public sealed record ConformanceModule(ModuleDescription Description, Func<ModuleContext, Task> RunAsync)
{
    public string Name => Description.Name;

    /// <summary>The name without what all modules of its specification begin with.</summary>
    public string ShortName => ModuleNames.WithoutPrefix(Name);

    public static ConformanceModule Of<TModule>()
        where TModule : IConformanceModule, new() => new(TModule.Description, context => new TModule().RunAsync(context));
}
