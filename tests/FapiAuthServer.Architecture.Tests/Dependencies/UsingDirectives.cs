using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Dependencies;

/// <summary>What the sources name at their top. Constants are copied by the compiler and leave no other trace of where they are from.</summary>
internal static class UsingDirectives
{
    public static IEnumerable<Dependency> Dependencies()
        => from source in Repository.ServerSources
           from directive in source.All<UsingDirectiveSyntax>()
           let used = directive.NamespaceOrType.ToString()
           where used.StartsWith("FapiAuthServer.", StringComparison.Ordinal)
           let to = Layers.Of(used, "")
           select new Dependency(LayerOf(source), to == "Startup" && !used.Contains("Sandbox", StringComparison.Ordinal) ? Layers.Options : to, source.Path);

    private static string LayerOf(SourceFile source)
    {
        var folder = System.IO.Path.GetDirectoryName(source.Path)!["src/FapiAuthServer".Length..].Replace('/', '.');
        return Layers.Of("FapiAuthServer" + folder, source.Name);
    }
}
