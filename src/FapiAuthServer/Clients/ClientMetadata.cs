using System.Text.Json;
using System.Text.Json.Serialization;

namespace FapiAuthServer.Clients;

/// <summary>Client metadata by the names of RFC 7591 and the registry it opened. Unknown members are ignored (RFC 7591 section 2).</summary>
internal sealed record ClientMetadata
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 16,
        AllowDuplicateProperties = false,
    };

    public string ClientId { get; init; } = "";
    public string? ClientName { get; init; }
    public string? ClientUri { get; init; }
    public string? TokenEndpointAuthMethod { get; init; }
    public string? TokenEndpointAuthSigningAlg { get; init; }
    public string? ApplicationType { get; init; }
    public IReadOnlyList<string> RedirectUris { get; init; } = [];
    public IReadOnlyList<string> GrantTypes { get; init; } = [];
    public IReadOnlyList<string> ResponseTypes { get; init; } = [];
    public string? Scope { get; init; }
    public IReadOnlyList<string> AuthorizationDetailsTypes { get; init; } = [];
    public JsonElement? Jwks { get; init; }
    public string? JwksUri { get; init; }
    public string? IdTokenSignedResponseAlg { get; init; }
    public string? IdTokenEncryptedResponseAlg { get; init; }
    public string? IdTokenEncryptedResponseEnc { get; init; }
    public string? UserinfoSignedResponseAlg { get; init; }
    public string? UserinfoEncryptedResponseAlg { get; init; }
    public string? UserinfoEncryptedResponseEnc { get; init; }
    public string? RequestObjectSigningAlg { get; init; }
    public string? RequestObjectEncryptionAlg { get; init; }
    public string? RequestObjectEncryptionEnc { get; init; }
    public string? AuthorizationSignedResponseAlg { get; init; }
    public string? AuthorizationEncryptedResponseAlg { get; init; }
    public string? AuthorizationEncryptedResponseEnc { get; init; }
    public string? IntrospectionSignedResponseAlg { get; init; }
    public string? SubjectType { get; init; }
    public string? SectorIdentifierUri { get; init; }
    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }
    public string? BackchannelLogoutUri { get; init; }
    public bool? BackchannelLogoutSessionRequired { get; init; }
    public bool? DpopBoundAccessTokens { get; init; }
    public bool? TlsClientCertificateBoundAccessTokens { get; init; }
    public bool? UseMtlsEndpointAliases { get; init; }
    public string? TlsClientAuthSubjectDn { get; init; }
    public string? TlsClientAuthSanDns { get; init; }
    public string? TlsClientAuthSanUri { get; init; }
    public string? TlsClientAuthSanIp { get; init; }
    public string? TlsClientAuthSanEmail { get; init; }

    /// <summary>For a client that is a resource server: the identifier (RFC 9728) of the API whose tokens it may introspect.</summary>
    public string? Resource { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads metadata; throws <see cref="JsonException"/> when it is not an object of the right types.</summary>
    public static ClientMetadata Parse(string json)
        => JsonSerializer.Deserialize<ClientMetadata>(json, Json) ?? throw new JsonException("Client metadata must be a JSON object.");
}
