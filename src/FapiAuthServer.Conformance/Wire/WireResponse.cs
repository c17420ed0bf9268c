using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>One answer, exactly as it arrived.</summary>
public sealed class WireResponse(int status, IReadOnlyList<KeyValuePair<string, string>> headers, string body)
{
    private readonly Lazy<JsonObject?> json = new(() => JsonText.Object(body));

    public int Status { get; } = status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = headers;

    public string Body { get; } = body;

    /// <summary>The body as a JSON object, or null when it is none.</summary>
    public JsonObject? Json => json.Value;

    /// <summary>The media type without parameters, in lower case.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The error code of an OAuth answer: from its JSON, else from a challenge.</summary>
    public string? Error => Text("error") ?? Challenge.Error(this);

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) => HeaderValues(name).FirstOrDefault();

    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>A string member of the JSON body, or null.</summary>
    public string? Text(string member) => JsonText.Of(Json?[member]);

    /// <summary>The answer in one line, for details of checks.</summary>
    public string Describe()
    {
        var error = Error is { } code ? $" {code}" : "";
        var description = Text("error_description") is { } text ? $" ({text})" : "";
        return $"HTTP {Status}{error}{description}, {MediaType ?? "no content type"}";
    }
}
