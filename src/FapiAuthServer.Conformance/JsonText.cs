using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance;

/// <summary>Reading JSON that a stranger wrote: nothing is of the type one hopes for until it was looked at.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string, or null for anything else.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The number of a JSON number, or null for anything else; a string of digits is no number.</summary>
    public static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<double>(out var number) ? number : null;

    public static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The strings of a JSON array; other elements, and anything that is no array, give none.</summary>
    public static IReadOnlyList<string> List(JsonNode? node) => node is JsonArray array ? [.. array.Select(Of).OfType<string>()] : [];

    /// <summary>The object the text holds, or null: duplicate members count as no object, as readers disagree about them.</summary>
    public static JsonObject? Object(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value as one line of JSON, for details of checks.</summary>
    public static string Show(JsonNode? node) => node?.ToJsonString(Readable) ?? "(absent)";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
