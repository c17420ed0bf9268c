using System.Text.Json.Nodes;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What the server says of itself.</summary>
internal static class DiscoveryFaults
{
    private const string Module = "discovery-end-point-verification";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Failing("The document has a member that nobody registered", ClientsByCertificateAlone, document => document["bank_of_the_year"] = true) with
        {
            Fails = [],
            Warns = [Module],
        },
        Failing("A language is written in the wrong case", ClientsByCertificateAlone, document => document["ui_locales_supported"] = new JsonArray("EN-gb")) with
        {
            Fails = [],
            Warns = [Module],
        },
        Failing("A list is one text", ClientsByCertificateAlone, document => document["scopes_supported"] = "accounts"),
        Failing("The issuer is another host", ClientsByCertificateAlone, document => document["issuer"] = "https://other.example.test/fapi2"),
        Failing("An endpoint is reached by http", ClientsByCertificateAlone, document => document["revocation_endpoint"] = "http://localhost/revoke"),
        Failing("Tokens bound to certificates are not announced", ClientsByCertificateAlone, document => document.Remove("tls_client_certificate_bound_access_tokens")),
        Failing("Client authentication by certificate is not announced", ClientsByCertificateAlone, document =>
            document["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt")),
        Failing("The client credentials grant is not announced", ClientsByCertificateAlone, document =>
            document["grant_types_supported"] = new JsonArray("authorization_code")),
        Failing("The authorization endpoint has an alias", ClientsByCertificateAlone, document =>
            document["mtls_endpoint_aliases"]!["authorization_endpoint"] = document["authorization_endpoint"]!.DeepClone()),
        Failing("An alias is for an endpoint that is not there", ClientsByCertificateAlone, document =>
            document["mtls_endpoint_aliases"]!["registration_endpoint"] = document["token_endpoint"]!.DeepClone()),
        Failing("Only RS256 is announced for assertions", ClientsByAssertionWithCertificate, document =>
            document["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS256")),
        Failing("Only RS256 is announced for proofs", ClientsByCertificateWithDPoP, document =>
            document["dpop_signing_alg_values_supported"] = new JsonArray("RS256")),
        Failing("Only RS256 is announced for id_tokens", CertificateAloneWithOpenId, document =>
            document["id_token_signing_alg_values_supported"] = new JsonArray("RS256")),
        Failing("The scope openid is not announced", CertificateAloneWithOpenId, document => document["scopes_supported"] = new JsonArray("accounts")),
        Failing("S256 is not announced", CertificateAlone, document => document["code_challenge_methods_supported"] = new JsonArray("plain")),
        Failing("It is not announced that responses name their issuer", CertificateAlone, document =>
            document.Remove("authorization_response_iss_parameter_supported")),
        Failing("The code flow is not announced", CertificateAlone, document => document["response_types_supported"] = new JsonArray("code id_token")),
        new("The document is of type text/plain", ClientsByCertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.IsDiscovery)
                {
                    exchange.Http.Response.ContentType = "text/plain";
                }
            },
            Fails = [Module],
        },
        new("The alias of the token endpoint does not ask for certificates", ClientsByCertificateAlone)
        {
            AtServer = Change.Discovery(document => document["mtls_endpoint_aliases"]!["token_endpoint"] = document["token_endpoint"]!.DeepClone()),
            FailsWhere = Saw.Tokens,
        },
    ];

    private static Fault Failing(string name, string variant, Action<JsonObject> change) => new(name, variant)
    {
        AtServer = Change.Discovery(change),
        Fails = [Module],
    };
}
