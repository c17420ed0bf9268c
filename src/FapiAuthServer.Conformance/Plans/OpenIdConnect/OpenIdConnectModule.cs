namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>Names modules as they are published.</summary>
internal static class OpenIdConnectModule
{
    public static ModuleDescription Describe(string name, string summary) => new("oidcc-" + name, summary);
}
