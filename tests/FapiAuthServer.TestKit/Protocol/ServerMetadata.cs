using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The metadata an issuer publishes; endpoints are taken from nowhere else.</summary>
public sealed record ServerMetadata(JsonObject Document)
{
    public string Issuer => (string?)Document["issuer"] ?? throw new FormatException("The metadata has no issuer.");

    public Uri Endpoint(string name, bool withCertificate = false)
    {
        var alias = withCertificate ? Document["mtls_endpoint_aliases"]?[name] : null;
        return new Uri((string?)(alias ?? Document[name]) ?? throw new FormatException($"The metadata has no {name}."));
    }

    public bool Flag(string name) => (bool?)Document[name] is true;

    public IReadOnlyList<string> Values(string name) =>
        Document[name] is JsonArray values ? [.. values.Select(value => (string)value!)] : [];
}
