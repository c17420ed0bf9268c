using System.Reflection;

namespace FapiAuthServer.Browser.Tests;

/// <summary>Paths the build recorded in this assembly.</summary>
internal static class BuildPaths
{
    public static string SandboxLauncher => Recorded("SandboxLauncher");

    public static string BankingApp => Recorded("BankingApp");

    public static string Screenshots => Recorded("Screenshots");

    private static string Recorded(string name) => typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == name).Value!;
}
