using System.Reflection;

namespace Sandbox;

/// <summary>Where the build put the programs that the launcher starts.</summary>
internal static class StartedProject
{
    public static string PathOf(string assembly)
    {
        var noted = typeof(StartedProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == assembly).Value!;
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, noted.Replace('\\', Path.DirectorySeparatorChar)));
    }
}
