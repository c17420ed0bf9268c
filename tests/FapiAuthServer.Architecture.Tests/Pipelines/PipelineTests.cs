using System.Text.RegularExpressions;
using FapiAuthServer.Architecture.Tests.Dependencies;
using FapiAuthServer.Architecture.Tests.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OpenIddict.Server;

namespace FapiAuthServer.Architecture.Tests.Pipelines;

public sealed partial class PipelineTests
{
    private static readonly string[] OfOrder = ["SetOrder", "AddEventHandler", "RemoveEventHandler", "OpenIddictServerHandlerDescriptor"];

    private static IEnumerable<SourceFile> PipelineFiles
        => Repository.ServerSources.Where(source => source.IsIn("src/FapiAuthServer/Pipeline") && source.Name.EndsWith("Pipeline", StringComparison.Ordinal));

    [Fact]
    public void The_order_of_handlers_is_written_in_Pipeline_only()
        => Findings.None(
            from source in Repository.ServerSources
            where !source.IsIn("src/FapiAuthServer/Pipeline")
            from name in source.All<SimpleNameSyntax>()
            where OfOrder.Contains(name.Identifier.Text) || name.Identifier.Text == "Descriptor" && name.Parent is MemberAccessExpressionSyntax
            select $"{source.At(name)} {name}",
            "List the handler in a pipeline file:");

    [Fact]
    public void No_two_handlers_of_one_event_share_a_place_with_ours()
        => Findings.None(
            EngineHandlers.InOrder.GroupBy(handler => (handler.ContextType, handler.Order))
                .Where(group => group.Count() > 1 && group.Any(EngineHandlers.IsOurs))
                .Select(group => $"{group.Key.ContextType.Name} at {group.Key.Order}: {string.Join(", ", group.Select(handler => handler.ServiceDescriptor.ServiceType.Name))}"),
            "Which of these runs first is chance:");

    [Fact]
    public void Our_handlers_are_of_type_custom_so_that_the_engine_counts_them()
        => Findings.None(
            EngineHandlers.InOrder.Where(handler => EngineHandlers.IsOurs(handler) && handler.Type != OpenIddictServerHandlerType.Custom)
                .Select(handler => handler.ServiceDescriptor.ServiceType.Name),
            "The engine's own checks ignore handlers of another type:");

    [Fact]
    public void Every_handler_of_ours_is_in_a_pipeline()
    {
        var listed = EngineHandlers.InOrder.Select(handler => Definition(handler.ServiceDescriptor.ServiceType)).ToHashSet();

        Findings.None(
            CompiledCode.Server.GetTypes()
                .Where(type => !type.IsAbstract && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IOpenIddictServerHandler<>)))
                .Where(type => !listed.Contains(type))
                .Select(type => type.FullName!),
            "No pipeline file lists these, so they never run:");
    }

    [Fact]
    public void Every_handler_of_ours_says_what_it_is_for()
        => Findings.None(
            EngineHandlers.InOrder.Where(EngineHandlers.IsOurs).Select(handler => Definition(handler.ServiceDescriptor.ServiceType)).Distinct()
                .Where(type => XmlDocumentation.Summary(type).Length == 0).Select(type => type.FullName!),
            "docs/pipelines.md reads the first sentence of the summary:");

    [Fact]
    public void A_built_in_is_removed_next_to_its_replacement()
        => Findings.None(
            from source in PipelineFiles
            from statement in source.All<ExpressionStatementSyntax>()
            let names = statement.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.Text).ToHashSet()
            where names.Contains("Remove") && !names.Contains("Run") && !HasComment(statement)
            select source.At(statement),
            "Nothing runs in the place of what is removed here. Run the replacement in the same statement, or say in a comment what stands in:");

    [Fact]
    public void Comments_in_pipeline_files_name_things_that_exist()
    {
        var known = CompiledCode.Server.GetTypes().Select(type => type.Name.Split('`')[0]).ToHashSet();

        Findings.None(
            from source in PipelineFiles
            from comment in source.Comments()
            from Match name in TypeName().Matches(comment.ToFullString())
            where !known.Contains(name.Value)
            select $"{source.At(comment)} {name.Value}",
            "The comment names something that is not there:");
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    // The comment behind the semicolon stands before the next token.
    private static bool HasComment(SyntaxNode statement)
        => statement.DescendantTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z]*)+\b")]
    private static partial Regex TypeName();
}
