using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class ServiceTests
{
    private static readonly string[] Locators = ["GetService", "GetRequiredService", "GetServices", "GetKeyedService", "GetRequiredKeyedService", "RequestServices"];

    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["src/FapiAuthServer/Pipeline/PipelineDispatcher.cs"] = "creates the handlers that the pipeline files list, once for each event",
        ["src/FapiAuthServer.ResourceServer/InteractionId.cs"] = "a Use… method: finds out whether the outermost middleware was added already",
    };

    [Fact]
    public void Services_are_constructor_parameters()
        => Findings.None(
            [.. from source in Repository.Sources
                where !source.Name.EndsWith("Feature", StringComparison.Ordinal) && source.Name != "Program"
                from name in source.All<SimpleNameSyntax>()
                where Locators.Contains(name.Identifier.Text) && !IsOfItsOwnScope(name)
                select new Finding(source.Path, source.At(name))],
            Exceptions,
            "Take the service as a constructor parameter. Only Feature files, Program and what opens a scope of its own may ask a provider.");

    // Singletons and hosted services open a scope for each piece of work; what they need of it cannot be a constructor parameter.
    private static bool IsOfItsOwnScope(SimpleNameSyntax name)
        => name.Parent is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ServiceProvider", Expression: IdentifierNameSyntax { Identifier.Text: "scope" } } };
}
