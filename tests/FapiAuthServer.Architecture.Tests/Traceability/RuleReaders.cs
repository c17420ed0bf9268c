using FapiAuthServer.Architecture.Tests.Dependencies;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>Which code reads a rule of the profile.</summary>
internal static class RuleReaders
{
    public static IReadOnlyList<string> FilesOf(string rule)
        => [.. CompiledCode.ReadersOf(typeof(FapiProfile), rule).Where(type => !type.StartsWith("FapiAuthServer.Profiles.", StringComparison.Ordinal))
            .Select(FileOf).Distinct().Order(StringComparer.Ordinal)];

    private static string FileOf(string type)
        => $"src/FapiAuthServer{type["FapiAuthServer".Length..].Replace('.', '/')}.cs";
}
