using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace SampleFintech.Web.Journal;

/// <summary>Makes what was sent and received fit to be shown: secrets become their first characters, long values are cut.</summary>
internal static class Shortening
{
    private const int ShownOfSecret = 8;
    private const int LongestValue = 120;
    private const int MostElements = 5;
    private const int LargestBody = 64 * 1024;

    private static readonly FrozenSet<string> Secrets = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "access_token", "client_assertion", "code", "code_verifier", "DPoP", "id_token", "refresh_token", "request_uri", "state", "token");

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // shown as text, which Razor encodes for HTML
    };

    public static Field Field(string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && value.Split(' ', 2) is [var scheme, var credentials])
            return new Field(name, $"{scheme} {Secret(credentials)}", Note: FieldNotes.For(name));
        return Secrets.Contains(name)
            ? new Field(name, Secret(value), Decode(value), FieldNotes.For(name))
            : new Field(name, Cut(value), Note: FieldNotes.For(name));
    }

    public static string Secret(string value)
    {
        // The fixed beginning of a URN says more than eight characters of it would.
        var start = value.StartsWith("urn:", StringComparison.Ordinal) ? value.LastIndexOf(':') + 1 : 0;
        var shown = Math.Min(ShownOfSecret, (value.Length - start) / 4);
        return string.Create(CultureInfo.InvariantCulture, $"{value.AsSpan(0, start + shown)}… ({value.Length} characters)");
    }

    /// <summary>A JSON body with its secrets shortened, and the JWTs that were in it.</summary>
    public static (string? Text, IReadOnlyList<Field> Secrets) Body(string? mediaType, string body)
    {
        if (body.Length == 0)
            return (null, []);
        if (body.Length > LargestBody || mediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) is not true)
            return (Cut(body), []);
        try
        {
            var found = new List<Field>();
            var node = Shorten(JsonNode.Parse(body), found);
            return (node?.ToJsonString(Indented), found);
        }
        catch (JsonException)
        {
            return (Cut(body), []);
        }
    }

    private static JsonNode? Shorten(JsonNode? node, List<Field> found)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, ShortenMember(member.Key, member.Value, found))));
            case JsonArray elements:
                var shown = elements.Take(MostElements).Select(element => Shorten(element, found)).ToArray();
                return elements.Count > MostElements
                    ? new JsonArray([.. shown, string.Create(CultureInfo.InvariantCulture, $"… and {elements.Count - MostElements} more")])
                    : new JsonArray(shown);
            case JsonValue value when value.TryGetValue(out string? text):
                return Cut(text);
            default:
                return node?.DeepClone();
        }
    }

    private static JsonNode? ShortenMember(string name, JsonNode? value, List<Field> found)
    {
        if (!Secrets.Contains(name) || value is not JsonValue || !value.AsValue().TryGetValue(out string? text))
            return Shorten(value, found);
        if (Decode(text) is { } decoded)
            found.Add(new Field(name, Secret(text), decoded, FieldNotes.For(name)));
        return Secret(text);
    }

    private static DecodedJwt? Decode(string value)
    {
        var jwt = CompactJws.Parse(value);
        return jwt.IsValid ? new DecodedJwt(Pretty(jwt.Value.Header), Pretty(jwt.Value.Payload)) : null;
    }

    private static string Pretty(JsonElement json) => Shorten(JsonNode.Parse(json.GetRawText()), [])!.ToJsonString(Indented);

    private static string Cut(string value) => value.Length <= LongestValue
        ? value
        : string.Create(CultureInfo.InvariantCulture, $"{value.AsSpan(0, LongestValue)}… ({value.Length} characters)");
}
