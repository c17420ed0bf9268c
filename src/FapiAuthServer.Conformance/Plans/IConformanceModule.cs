using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>One module: a short story of what a client does, every step of which is checked.</summary>
public interface IConformanceModule
{
    static abstract ModuleDescription Description { get; }

    Task RunAsync(ModuleContext context);
}
