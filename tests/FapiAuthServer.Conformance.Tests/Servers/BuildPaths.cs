using System.Reflection;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Paths the build recorded in this assembly.</summary>
internal static class BuildPaths
{
    public static string SampleBank => Recorded("SampleBank");

    public static string OidcProvider => Recorded("OidcProvider");

    private static string Recorded(string name) => typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == name).Value!;
}
