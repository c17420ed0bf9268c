namespace FapiAuthServer.ResourceServer;

/// <summary>How this API asks the issuer whether a token is still active (RFC 7662). Answers are never cached.</summary>
public sealed class FapiIntrospectionOptions
{
    /// <summary>The API's own client identifier at the issuer. Required.</summary>
    public string ClientId { get; set; } = string.Empty;

    /// <summary>
    /// The API's private keys as a JWK Set; the first signing key is used for <c>private_key_jwt</c>. Required.
    /// </summary>
    public string PrivateJwks { get; set; } = string.Empty;

    /// <summary>The introspection endpoint; by default the one in the issuer's metadata. https only.</summary>
    public string? Endpoint { get; set; }
}
