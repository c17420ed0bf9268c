using System.Reflection;

namespace FapiAuthServer.Architecture.Tests;

/// <summary>The files these tests read. Paths are relative to the repository and have slashes.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", ".idea", ".vs", ".vscode", "artifacts", "bin", "BenchmarkDotNet.Artifacts", "conformance-report", "node_modules", "obj", "sandbox", "TestResults"];

    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(new DirectoryInfo(Root)).Select(file => System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The C# files below src that a person wrote.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => new SourceFile(file, Read(file)))];

    /// <summary>Those of them that are the server and not one of its libraries or samples.</summary>
    public static IReadOnlyList<SourceFile> ServerSources { get; } = [.. Sources.Where(source => source.IsIn("src/FapiAuthServer"))];

    /// <summary>Those that are neither samples nor the runner that judges the server, nor its command line: they name profiles and errors of other people's servers too.</summary>
    public static IReadOnlyList<SourceFile> ProductSources { get; } =
        [.. Sources.Where(source => !source.IsIn("src/Samples") && !source.IsIn("src/FapiAuthServer.Conformance") && !source.IsIn("src/FapiAuthServer.Cli"))];

    public static IReadOnlyList<SourceFile> TestSources { get; } =
        [.. Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => new SourceFile(file, Read(file)))];

    public static string Path(string file) => System.IO.Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(Path(file)).ReplaceLineEndings("\n");

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
        => folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(Walk));
}
