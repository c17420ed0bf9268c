using FapiAuthServer.Architecture.Tests.Dependencies;
using FapiAuthServer.Architecture.Tests.PublicApi;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/extension-points.md: what a bank may implement itself.</summary>
internal static class ExtensionPointsDocument
{
    public static string Write()
    {
        var page = new Page("Extension points", """
            What a bank may replace with something of its own: register the implementation in the container before the feature that uses it is added,
            or after it with `Replace`. Everything else is internal and changes without notice.
            """);

        foreach (var point in CompiledCode.Products.SelectMany(product => product.GetTypes()).Where(IsExtensionPoint).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            page.Heading(2, $"`{point.Name}`");
            page.Paragraph($"{XmlDocumentation.Summary(point)} (`{point.Assembly.GetName().Name}`, [source]({SourceOf(point)}))");
            page.List(point.GetMethods().Where(method => !method.IsSpecialName).Select(method
                => $"`{TypeName.Of(method.ReturnParameter)} {method.Name}({string.Join(", ", method.GetParameters().Select(parameter => $"{TypeName.Of(parameter)} {parameter.Name}"))})`: {XmlDocumentation.Summary(method)}"));

            var implementations = CompiledCode.Products.SelectMany(product => product.GetTypes())
                .Where(type => type is { IsInterface: false, IsAbstract: false } && point.IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal);
            page.Paragraph($"Comes with: {string.Join(", ", implementations.Select(type => $"[`{type.Name}`]({SourceOf(type)})"))}.");
        }

        return page.ToString();
    }

    private static bool IsExtensionPoint(Type type) => type.GetCustomAttributes(inherit: false).Any(attribute => attribute.GetType().Name == "ExtensionPointAttribute");

    private static string SourceOf(Type type) => "../" + Repository.ProductSources.Single(source => source.Name == type.Name && source.Text.Contains($"namespace {type.Namespace};", StringComparison.Ordinal)).Path;
}
