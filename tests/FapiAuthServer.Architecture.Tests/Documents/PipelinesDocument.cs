using System.Text.RegularExpressions;
using FapiAuthServer.Architecture.Tests.Dependencies;
using FapiAuthServer.Architecture.Tests.Pipelines;
using FapiAuthServer.Pipeline;
using OpenIddict.Server;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/pipelines.md: what runs when, event by event.</summary>
internal static partial class PipelinesDocument
{
    private const string Common = "Common";

    private static readonly string[] Endpoints = [Common, "PushedAuthorization", "Authorization", "Token", "UserInfo", "Introspection", "Revocation", "Configuration", "JsonWebKeySet"];
    private static readonly string[] Steps = ["ProcessRequest", "Extract", "Validate", "Handle", "ProcessSignIn", "Apply", "ProcessError"];

    public static string Write()
    {
        var page = new Page("Pipelines", """
            What a request goes through, in the order in which it runs. **Bold** is ours, with what it does; `code` is the engine's. The edits
            themselves are in [Pipeline/](../src/FapiAuthServer/Pipeline), one file per endpoint. A request passes *Common* first; what an endpoint
            issues goes through `ProcessSignIn`, what it refuses through `ProcessError`.
            """);

        foreach (var endpoint in EngineHandlers.InOrder.GroupBy(handler => EndpointOf(handler.ContextType)).OrderBy(group => Position(Endpoints, group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Heading(2, endpoint.Key);
            if (PipelineOf(endpoint.Key) is { } pipeline)
                page.Paragraph(XmlDocumentation.Summary(pipeline));

            foreach (var step in endpoint.GroupBy(handler => handler.ContextType).OrderBy(group => Position(Steps, group.Key.Name)).ThenBy(group => group.Key.Name, StringComparer.Ordinal))
            {
                page.Heading(3, NameOf(step.Key));
                page.List(step.Select(Describe), "1.");
                var removed = RemovedFrom(step.Key);
                if (removed.Count > 0)
                    page.Paragraph($"Taken out: {string.Join(", ", removed.Select(handler => $"`{NameOf(handler.ServiceDescriptor.ServiceType)}`"))}.");
            }
        }

        var silent = EngineHandlers.BuiltIn.Select(handler => handler.ContextType).Distinct()
            .Where(context => EngineHandlers.InOrder.All(handler => handler.ContextType != context)).Select(NameOf).Order(StringComparer.Ordinal);

        page.Heading(2, "What never runs");
        page.Paragraph("Taken out everywhere: handlers for the engine's own storage and for its own tokens. All handlers of these events:");
        page.List(silent.Select(name => $"`{name}`"));
        return page.ToString();
    }

    private static string Describe(OpenIddictServerHandlerDescriptor handler)
    {
        var type = handler.ServiceDescriptor.ServiceType;
        if (!EngineHandlers.IsOurs(handler))
            return $"`{NameOf(type)}`";

        var sentence = XmlDocumentation.FirstSentence(XmlDocumentation.Summary(type.IsGenericType ? type.GetGenericTypeDefinition() : type));
        return $"**{NameOf(type)}**{(sentence.Length > 0 ? $": {sentence}" : "")}";
    }

    // What a pipeline file takes out by name; what UnusedHandlers takes out is told once, at the end.
    private static List<OpenIddictServerHandlerDescriptor> RemovedFrom(Type context)
    {
        var removed = EngineHandlers.BuiltIn.Where(handler => handler.ContextType == context && !EngineHandlers.InOrder.Contains(handler)).OrderBy(handler => handler.Order).ToList();
        UnusedHandlers.Remove(removed);
        return removed;
    }

    private static string EndpointOf(Type context) => Endpoint().Match(context.Name) is { Success: true } match ? match.Groups[1].Value : Common;

    private static Type? PipelineOf(string endpoint)
        => CompiledCode.Server.GetType($"FapiAuthServer.Pipeline.{(endpoint is "Configuration" or "JsonWebKeySet" ? "Discovery" : endpoint)}Pipeline");

    private static int Position(string[] order, string name)
    {
        var position = Array.FindIndex(order, known => name.StartsWith(known, StringComparison.Ordinal));
        return position < 0 ? order.Length : position;
    }

    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        return name.EndsWith("Context", StringComparison.Ordinal) ? name[..^"Context".Length] : name;
    }

    [GeneratedRegex("^(?:Extract|Validate|Handle|Apply)([A-Z][A-Za-z]+?)(?:Request|Response)Context$")]
    private static partial Regex Endpoint();
}
