using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>What the server says of itself in its discovery document.</summary>
public sealed record ServerMetadata(Uri Address, JsonObject Document)
{
    public string Issuer => JsonText.Of(Document["issuer"]) ?? "";

    public Uri AuthorizationEndpoint => Endpoint("authorization_endpoint");

    /// <summary>The values of a list, none when it is absent.</summary>
    public IReadOnlyList<string> Values(string member) => JsonText.List(Document[member]);

    public bool Has(string member) => Document.ContainsKey(member);

    public bool? Flag(string member) => JsonText.Flag(Document[member]);

    /// <summary>An endpoint, at its alias when a certificate is to be shown and the server has one.</summary>
    public Uri Endpoint(string name, bool withCertificate = false) => TryEndpoint(name, withCertificate)
        ?? throw new ConformanceException($"{Address} names no usable {name}; no client can go on without it.");

    public Uri? TryEndpoint(string name, bool withCertificate = false)
    {
        var alias = withCertificate ? JsonText.Of(Document["mtls_endpoint_aliases"]?[name]) : null;
        return Uri.TryCreate(alias ?? JsonText.Of(Document[name]), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : null;
    }
}
