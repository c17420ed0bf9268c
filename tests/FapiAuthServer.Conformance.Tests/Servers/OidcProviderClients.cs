using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>The clients that oidc-provider is told of, as the runner knows them and as they are registered.</summary>
internal static class OidcProviderClients
{
    public static IEnumerable<(ClientConfiguration Configuration, JsonNode Registration)> OfFapi2(TestPki pki)
    {
        foreach (var authentication in new[] { ClientAuthentication.PrivateKeyJwt, ClientAuthentication.MutualTls })
        {
            foreach (var constraint in new[] { SenderConstraint.DPoP, SenderConstraint.MutualTls })
            {
                for (var number = 1; number <= 2; number++)
                {
                    var id = $"{authentication}-{constraint}-{number}".ToLowerInvariant();
                    var key = Conformance.Jose.SigningKey.New(number == 1 ? "PS256" : "ES256");
                    var client = new ClientConfiguration
                    {
                        ClientId = id,
                        Authentication = authentication,
                        SenderConstraint = constraint,
                        Key = key,
                        Certificate = pki.Issue($"CN={id}"),
                        RedirectUri = new Uri($"https://{id}.example.test/callback{(number == 2 ? "?dummy1=lorem&dummy2=ipsum" : "")}"),
                        Scope = "openid accounts offline_access",
                        DPoPAlgorithm = number == 1 ? null : "ES256",
                    };
                    yield return (client, Registration(client, key));
                }
            }
        }
    }

    private static JsonObject Registration(ClientConfiguration client, Conformance.Jose.SigningKey key)
    {
        var registration = new JsonObject
        {
            ["client_id"] = client.ClientId,
            ["redirect_uris"] = new JsonArray(client.RedirectUri.OriginalString),
            ["response_types"] = new JsonArray("code"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token", "client_credentials"),
            ["id_token_signed_response_alg"] = key.Algorithm,
            ["scope"] = client.Scope,
        };
        if (client.Authentication == ClientAuthentication.PrivateKeyJwt)
        {
            registration["token_endpoint_auth_method"] = "private_key_jwt";
            registration["token_endpoint_auth_signing_alg"] = key.Algorithm;
            registration["jwks"] = new JsonObject { ["keys"] = new JsonArray(key.PublicJwk()) };
        }
        else
        {
            registration["token_endpoint_auth_method"] = "tls_client_auth";
            registration["tls_client_auth_subject_dn"] = $"CN={client.ClientId}";
        }
        registration[client.SenderConstraint == SenderConstraint.DPoP ? "dpop_bound_access_tokens" : "tls_client_certificate_bound_access_tokens"] = true;
        return registration;
    }

    /// <param name="receiver">The port where the runner listens for back-channel logout.</param>
    public static IEnumerable<(ClientConfiguration Configuration, JsonNode Registration)> OfOpenId(int receiver)
    {
        foreach (var (authentication, method) in new[]
        {
            (ClientAuthentication.SecretBasic, "client_secret_basic"), (ClientAuthentication.SecretPost, "client_secret_post"),
        })
        {
            for (var number = 1; number <= 2; number++)
            {
                var id = $"{method.Replace('_', '-')}-{number}";
                var client = new ClientConfiguration
                {
                    ClientId = id,
                    Authentication = authentication,
                    SenderConstraint = SenderConstraint.None,
                    Secret = $"{RandomText.Of(40)}+%/:", // which has to be encoded in the header
                    RedirectUri = new Uri($"https://{id}.example.test/callback{(number == 2 ? "?dummy1=lorem&dummy2=ipsum" : "")}"),
                    PostLogoutRedirectUri = new Uri($"https://{id}.example.test/signed-out"),
                    BackchannelLogoutUri = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{receiver}/{id}/logout")),
                    Scope = "openid profile email address phone offline_access",
                };
                yield return (client, new JsonObject
                {
                    ["client_id"] = id,
                    ["client_secret"] = client.Secret,
                    ["token_endpoint_auth_method"] = method,
                    ["redirect_uris"] = new JsonArray(client.RedirectUri.OriginalString),
                    ["post_logout_redirect_uris"] = new JsonArray(client.PostLogoutRedirectUri.OriginalString),
                    ["backchannel_logout_uri"] = client.BackchannelLogoutUri.OriginalString,
                    ["backchannel_logout_session_required"] = true,
                    ["response_types"] = new JsonArray("code"),
                    ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
                    ["scope"] = client.Scope,
                });
            }
        }
    }
}
