using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 2.2: what an issuer says of itself is well-formed, true, and all there is.</summary>
public sealed class DiscoveryTests(ConformanceBanks banks)
{
    private const string OpenIdForm = "{0}/{1}/.well-known/openid-configuration";
    private const string OAuthForm = "{0}/.well-known/oauth-authorization-server/{1}";
    private const string OAuthFormBelowThePath = "{0}/{1}/.well-known/oauth-authorization-server";

    [Theory(DisplayName = "discovery-end-point-verification: every member is known, of its type, and right")]
    [InlineData(DatabaseKind.Sqlite, "fapi2", OpenIdForm)]
    [InlineData(DatabaseKind.Sqlite, "fapi2", OAuthForm)]
    [InlineData(DatabaseKind.Sqlite, Bank.PlainOAuth, OAuthForm)]
    [InlineData(DatabaseKind.Sqlite, Bank.PlainOAuth, OAuthFormBelowThePath)]
    [InlineData(DatabaseKind.Sqlite, Bank.WithNonces, OpenIdForm)]
    [InlineData(DatabaseKind.PostgreSql, "fapi2", OpenIdForm)]
    [InlineData(DatabaseKind.PostgreSql, Bank.PlainOAuth, OAuthForm)]
    public async Task Metadata_is_well_formed_and_true(DatabaseKind database, string issuer, string form)
    {
        var metadata = await FetchAsync(database, issuer, form);
        var openId = issuer != Bank.PlainOAuth;

        MetadataRules.CheckTypes(metadata.Document);
        Assert.All(EndpointsOf(metadata), endpoint => Assert.StartsWith("https://", (string?)endpoint.Value, StringComparison.Ordinal));
        Assert.Equal(["code"], metadata.Values("response_types_supported"));
        Assert.Contains("offline_access", metadata.Values("scopes_supported"));
        Assert.Equal(openId, metadata.Values("scopes_supported").Contains("openid"));
        Assert.Equal(
            ["authorization_code", "refresh_token", "client_credentials"],
            metadata.Values("grant_types_supported"));
        Assert.Equal(
            ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"],
            metadata.Values("token_endpoint_auth_methods_supported"));
        Assert.True((bool)metadata.Document["tls_client_certificate_bound_access_tokens"]!);
        Assert.True((bool)metadata.Document["require_pushed_authorization_requests"]!);
    }

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "discovery-end-point-verification: only the algorithms of the profile are offered")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Only_the_algorithms_of_the_profile_are_offered(DatabaseKind database)
    {
        var metadata = await FetchAsync(database, "fapi2", OpenIdForm);

        var lists = metadata.Document.Where(member => member.Key.EndsWith("alg_values_supported", StringComparison.Ordinal)).ToList();
        Assert.Superset(
            new HashSet<string> { "token_endpoint_auth_signing_alg_values_supported", "dpop_signing_alg_values_supported", "id_token_signing_alg_values_supported" },
            lists.Select(member => member.Key).ToHashSet());
        Assert.All(lists, list => Assert.Subset(
            new HashSet<string> { "PS256", "ES256", "EdDSA", "Ed25519" },
            metadata.Values(list.Key).ToHashSet()));
        Assert.All(lists, list => Assert.NotEmpty(metadata.Values(list.Key)));
    }

    [Clause("RFC8725-3.2")]
    [Clause("RFC7518-5.3")]
    [Clause("OIDCC-10.2")]
    [Theory(DisplayName = "discovery-end-point-verification: encryption is announced where it is offered, and nowhere else")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Encryption_is_announced_where_it_is_offered(DatabaseKind database)
    {
        var none = await FetchAsync(database, "fapi2", OpenIdForm);
        var offered = await FetchAsync(database, Bank.MessageSigning, OpenIdForm);

        Assert.DoesNotContain(none.Document, member => member.Key.Contains("encryption", StringComparison.Ordinal));
        foreach (var kind in new[] { "request_object", "id_token", "userinfo", "authorization" })
        {
            Assert.Equal(["RSA-OAEP-256", "ECDH-ES"], offered.Values(kind + "_encryption_alg_values_supported"));
            Assert.Equal(["A256GCM"], offered.Values(kind + "_encryption_enc_values_supported"));
        }
        Assert.Equal(["PS256", "ES256"], none.Values("userinfo_signing_alg_values_supported"));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-5")]
    [Clause("FAPI2-SP-FINAL-5.3.2.2-7")]
    [Theory(DisplayName = "discovery-end-point-verification: iss in responses and S256 alone are announced")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Issuer_in_responses_and_S256_are_announced(DatabaseKind database)
    {
        var metadata = await FetchAsync(database, "fapi2", OpenIdForm);

        Assert.True((bool)metadata.Document["authorization_response_iss_parameter_supported"]!);
        Assert.Equal(["S256"], metadata.Values("code_challenge_methods_supported"));
    }

    [Theory(DisplayName = "discovery-end-point-verification: each mTLS alias exists under the same name at top level and takes a certificate")]
    [InlineData(DatabaseKind.Sqlite, "fapi2")]
    [InlineData(DatabaseKind.Sqlite, Bank.PlainOAuth)]
    public async Task Aliases_are_endpoints_that_take_certificates(DatabaseKind database, string issuer)
    {
        var bank = await banks.OnAsync(database);
        var metadata = await FetchAsync(database, issuer, OAuthForm);
        var aliases = metadata.Document["mtls_endpoint_aliases"]!.AsObject();
        var certificate = bank.Server.Kit.Client("fapi2-mtls-mtls-1").Certificate;

        Assert.NotEmpty(aliases);
        Assert.DoesNotContain(aliases, alias => alias.Key == "authorization_endpoint");
        Assert.All(aliases, alias => Assert.True(alias.Key.EndsWith("_endpoint", StringComparison.Ordinal) && metadata.Document.ContainsKey(alias.Key)));
        foreach (var (name, _) in aliases)
        {
            using var answer = await bank.Server.Wire.Client(certificate)
                .PostAsync(metadata.Endpoint(name, withCertificate: true), null, TestContext.Current.CancellationToken);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [Theory(DisplayName = "discovery-end-point-verification: an issuer without openid says nothing of OpenID Connect")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Issuer_without_openid_says_nothing_of_it(DatabaseKind database)
    {
        var plain = await FetchAsync(database, Bank.PlainOAuth, OAuthForm);
        var openId = await FetchAsync(database, "fapi2", OAuthForm);

        string[] members =
        [
            "userinfo_endpoint", "subject_types_supported", "id_token_signing_alg_values_supported", "userinfo_signing_alg_values_supported", "claims_supported",
            "claims_parameter_supported", "acr_values_supported", "prompt_values_supported",
        ];
        Assert.DoesNotContain(plain.Document, member => members.Contains(member.Key));
        Assert.All(members, member => Assert.True(openId.Document.ContainsKey(member), member));
        Assert.DoesNotContain("userinfo_endpoint", plain.Document["mtls_endpoint_aliases"]!.AsObject().Select(alias => alias.Key));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> EndpointsOf(ServerMetadata metadata) => metadata.Document
        .Concat(metadata.Document["mtls_endpoint_aliases"]!.AsObject())
        .Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal) || member.Key == "jwks_uri");

    private async Task<ServerMetadata> FetchAsync(DatabaseKind database, string issuer, string form)
    {
        var server = (await banks.OnAsync(database)).Server;
        var host = server.Kit.PublicAddress.GetLeftPart(UriPartial.Authority);
        var address = form.Replace("{0}", host, StringComparison.Ordinal).Replace("{1}", issuer, StringComparison.Ordinal);
        using var answer = await server.Wire.Client(null).GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        var response = await ServerResponse.ReadAsync(answer);
        response.Expect(200);
        ResponseRules.CheckJson(response);

        var metadata = new ServerMetadata(response.Json);
        Assert.Equal($"{host}/{issuer}", metadata.Issuer);
        return metadata;
    }
}
