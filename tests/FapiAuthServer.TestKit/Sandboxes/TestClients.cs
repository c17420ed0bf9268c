using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>Clients with keys of their own, for the kit's `extra-clients` folder; change them with <see cref="SandboxClient.With"/>.</summary>
public static class TestClients
{
    public static SandboxClient PrivateKeyJwtWithDPoP(string clientId, SigningKey? key = null)
    {
        key ??= SigningKey.NewEs256();
        return new SandboxClient(Registration(clientId, "private_key_jwt", key.PublicJwk()), [key], null)
            .With("token_endpoint_auth_signing_alg", key.Algorithm)
            .With("dpop_bound_access_tokens", true);
    }

    public static SandboxClient PrivateKeyJwtWithMutualTls(string clientId, SigningKey? key = null)
    {
        key ??= SigningKey.NewEs256();
        var certificate = TestPki.SelfSigned("CN=" + clientId);
        return new SandboxClient(Registration(clientId, "private_key_jwt", key.PublicJwk()), [key], certificate)
            .With("token_endpoint_auth_signing_alg", key.Algorithm)
            .With("tls_client_certificate_bound_access_tokens", true);
    }

    public static SandboxClient SelfSignedWithMutualTls(string clientId)
    {
        var key = SigningKey.NewEs256();
        var certificate = TestPki.SelfSigned("CN=" + clientId, key);
        var registration = Registration(clientId, "self_signed_tls_client_auth", CertificateJwk(key, certificate));
        return new SandboxClient(registration, [key], certificate)
            .With("tls_client_certificate_bound_access_tokens", true);
    }

    public static SandboxClient SelfSignedWithDPoP(string clientId)
    {
        var key = SigningKey.NewEs256();
        var certificate = TestPki.SelfSigned("CN=" + clientId, key);
        var registration = Registration(clientId, "self_signed_tls_client_auth", CertificateJwk(key, certificate));
        return new SandboxClient(registration, [key], certificate)
            .With("dpop_bound_access_tokens", true);
    }

    private static JsonObject Registration(string clientId, string method, JsonObject jwk) => new()
    {
        ["client_id"] = clientId,
        ["client_name"] = clientId,
        ["issuer"] = "fapi2",
        ["token_endpoint_auth_method"] = method,
        ["redirect_uris"] = new JsonArray($"https://{clientId}.example.test/callback"),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token", "client_credentials"),
        ["response_types"] = new JsonArray("code"),
        ["scope"] = "openid accounts offline_access",
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray(jwk) },
    };

    private static JsonObject CertificateJwk(SigningKey key, X509Certificate2 certificate)
    {
        var jwk = key.PublicJwk();
        jwk["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData));
        return jwk;
    }
}
