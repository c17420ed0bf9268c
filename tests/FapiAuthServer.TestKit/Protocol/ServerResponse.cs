using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>What the server answered: status, headers, body, and the body as JSON when it is some.</summary>
public record ServerResponse(int Status, ILookup<string, string> Headers, string Body)
{
    public JsonObject Json { get; } = ParseObject(Body);

    /// <summary>The OAuth error code, from the body or from the `WWW-Authenticate` challenge of an API.</summary>
    public string? Error => Text("error") ?? Challenge("error");

    public string? ErrorDescription => Text("error_description") ?? Challenge("error_description");

    public string? Text(string member) => Json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public long? Number(string member) => Json[member] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public string? Header(string name) => Headers[name].FirstOrDefault();

    /// <summary>Returns itself when the status is the expected one, and otherwise fails with what the server said.</summary>
    public ServerResponse Expect(int status) => Status == status
        ? this
        : throw new UnexpectedResponseException($"Expected {status}, got {Status}: {Body} {string.Join(" ", Headers["WWW-Authenticate"])}");

    public static async Task<ServerResponse> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value, (header, value) => (header.Key, value))
            .ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase);
        return new ServerResponse((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    private string? Challenge(string parameter)
    {
        foreach (var challenge in Headers["WWW-Authenticate"])
        {
            var at = challenge.IndexOf(parameter + "=\"", StringComparison.Ordinal);
            if (at >= 0)
            {
                var start = at + parameter.Length + 2;
                return challenge[start..challenge.IndexOf('"', start)];
            }
        }
        return null;
    }

    private static JsonObject ParseObject(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
