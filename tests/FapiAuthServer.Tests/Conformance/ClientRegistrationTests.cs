using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>What a client must be to be registered at all: the rules that no single request can show.</summary>
public sealed class ClientRegistrationTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.2-8")]
    [Theory]
    [InlineData("http://fintech.example.test/callback", "must use https")]
    [InlineData("http://localhost/callback", "must use https")]
    [InlineData("ftp://fintech.example.test/callback", "must use https")]
    [InlineData("https://fintech.example.test/callback#fragment", "must not have a fragment")]
    public async Task Redirect_uri_without_https_is_not_registered(string redirectUri, string fault)
    {
        var faults = await FaultsAsync(client => client.With("redirect_uris", new JsonArray(redirectUri)));

        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-3")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    [InlineData("client_secret_jwt")]
    public async Task Client_that_is_public_or_has_a_secret_is_not_registered(string? method)
    {
        var faults = await FaultsAsync(client => client.With("token_endpoint_auth_method", method));

        Assert.Contains(faults, one => one.StartsWith("token_endpoint_auth_method must be one of", StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-2")]
    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    public async Task Client_with_another_grant_type_is_not_registered(string grantType)
    {
        var faults = await FaultsAsync(client => client.With("grant_types", new JsonArray(grantType)));

        Assert.Contains(faults, one => one.StartsWith("grant_types:", StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory]
    [InlineData("token_endpoint_auth_signing_alg", "RS256")]
    [InlineData("token_endpoint_auth_signing_alg", "none")]
    [InlineData("id_token_signed_response_alg", "RS256")]
    [InlineData("id_token_signed_response_alg", "none")]
    [InlineData("userinfo_signed_response_alg", "RS256")]
    [InlineData("userinfo_signed_response_alg", "none")]
    public async Task Client_with_another_algorithm_is_not_registered(string member, string algorithm)
    {
        var faults = await FaultsAsync(client => client.With(member, algorithm));

        Assert.Contains(faults, one => one.StartsWith(member, StringComparison.Ordinal));
    }

    [Clause("OIDCC-10.2")]
    [Theory]
    [InlineData("request_object_encryption")]
    [InlineData("id_token_encrypted_response")]
    [InlineData("userinfo_encrypted_response")]
    [InlineData("authorization_encrypted_response")]
    public async Task Client_that_wants_encryption_is_not_registered_where_there_is_none(string kind)
    {
        var faults = await FaultsAsync(client => client.With(kind + "_alg", "RSA-OAEP-256").With(kind + "_enc", "A256GCM"));

        Assert.Contains($"{kind}_alg and {kind}_enc: this issuer offers no encryption.", faults);
    }

    [Clause("RFC8725-3.2")]
    [Theory]
    [InlineData("RSA1_5")]
    [InlineData("RSA-OAEP")]
    [InlineData("ECDH-ES+A256KW")]
    [InlineData("PBES2-HS256+A128KW")]
    [InlineData("dir")]
    [InlineData("")]
    public async Task Client_with_another_way_to_encrypt_is_not_registered(string algorithm)
    {
        foreach (var kind in new[] { "request_object_encryption", "id_token_encrypted_response", "userinfo_encrypted_response", "authorization_encrypted_response" })
        {
            var faults = await FaultsAsync(client => client.With(kind + "_alg", algorithm).With(kind + "_enc", "A256GCM"), Bank.MessageSigning);

            Assert.Contains($"{kind}_alg must be one of RSA-OAEP-256, ECDH-ES.", faults);
        }
    }

    [Clause("RFC7518-5.3")]
    [Theory]
    [InlineData("A128CBC-HS256", "must be one of A256GCM.")]
    [InlineData("A128GCM", "must be one of A256GCM.")]
    [InlineData(null, "is required with request_object_encryption_alg: its default, A128CBC-HS256, is not offered; use A256GCM.")]
    public async Task Client_with_another_content_encryption_is_not_registered(string? encryption, string fault)
    {
        var faults = await FaultsAsync(
            client => client.With("request_object_encryption_alg", "ECDH-ES").With("request_object_encryption_enc", encryption), Bank.MessageSigning);

        Assert.Equal(["request_object_encryption_enc " + fault], faults);
    }

    [Theory]
    [InlineData("none", "jwks holds no key for ECDH-ES: one with use enc, a kid and the fitting key type is required.")]
    [InlineData("of another type", "jwks holds no key for ECDH-ES: one with use enc, a kid and the fitting key type is required.")]
    [InlineData("for signatures", "jwks holds no key for ECDH-ES: one with use enc, a kid and the fitting key type is required.")]
    [InlineData("without kid", "jwks: The JWK has no kid.")]
    [InlineData("fitting", null)]
    public async Task Client_needs_a_key_for_what_it_wants_encrypted(string key, string? fault)
    {
        var jwk = DecryptingKey.New(key == "of another type" ? "RSA-OAEP-256" : "ECDH-ES").PublicJwk();
        if (key == "for signatures")
            (jwk["use"], jwk["alg"]) = ("sig", "ES256");
        if (key == "without kid")
            jwk.Remove("kid");

        var faults = await FaultsAsync(
            client =>
            {
                var jwks = client.Registration["jwks"]!.DeepClone();
                if (key != "none")
                    jwks["keys"]!.AsArray().Add(jwk);
                return client.With("jwks", jwks).With("id_token_encrypted_response_alg", "ECDH-ES").With("id_token_encrypted_response_enc", "A256GCM");
            },
            Bank.MessageSigning);

        Assert.Equal(fault is null ? [] : [fault], faults);
    }

    [Fact]
    public async Task Client_without_any_keys_cannot_want_encryption()
        => Assert.Contains(
            "Encrypted responses need jwks or jwks_uri with a key to encrypt to.",
            await FaultsAsync(
                client => client.With("jwks", null).With("id_token_encrypted_response_alg", "ECDH-ES").With("id_token_encrypted_response_enc", "A256GCM"),
                Bank.MessageSigning));

    [Fact]
    public async Task Userinfo_is_signed_before_it_is_encrypted()
        => Assert.Contains(
            "userinfo_encrypted_response_alg needs userinfo_signed_response_alg: what is encrypted is signed first.",
            await FaultsAsync(
                client => client.With("userinfo_encrypted_response_alg", "ECDH-ES").With("userinfo_encrypted_response_enc", "A256GCM"),
                Bank.MessageSigning));

    [Fact]
    public async Task Content_encryption_alone_says_nothing()
        => Assert.Equal(
            ["authorization_encrypted_response_enc needs authorization_encrypted_response_alg."],
            await FaultsAsync(client => client.With("authorization_encrypted_response_enc", "A256GCM"), Bank.MessageSigning));

    [Clause("FAPI1-B-FINAL-5.2.2-20")]
    [Clause("FAPI1-B-FINAL-5.2.2-1")]
    [Clause("FAPI1-B-FINAL-5.2.2-4")]
    [Clause("FAPI1-B-FINAL-5.2.2-5")]
    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Clause("FAPI1-A-FINAL-5.2.2-16")]
    [Clause("FAPI1-A-FINAL-8.6")]
    [Clause("RFC6749-1.3")]
    [Clause("RFC6749-3.1.1")]
    [Theory]
    [InlineData(Bank.Fapi1Baseline)]
    [InlineData(Bank.Fapi1Advanced)]
    public async Task Client_that_FAPI_1_does_not_allow_is_not_registered(string issuer)
    {
        (string Member, JsonNode? Value, string Fault)[] wrong =
        [
            ("redirect_uris", new JsonArray("http://fintech.example.test/callback"), "redirect_uris: http://fintech.example.test/callback must use https."),
            ("token_endpoint_auth_method", null, "token_endpoint_auth_method is required: this issuer takes confidential clients only."),
            ("token_endpoint_auth_method", "none", "token_endpoint_auth_method is required: this issuer takes confidential clients only."),
            ("token_endpoint_auth_method", "client_secret_basic", "token_endpoint_auth_method must be one of private_key_jwt, tls_client_auth, self_signed_tls_client_auth."),
            ("token_endpoint_auth_method", "client_secret_jwt", "token_endpoint_auth_method must be one of private_key_jwt, tls_client_auth, self_signed_tls_client_auth."),
            ("token_endpoint_auth_signing_alg", "RS256", "token_endpoint_auth_signing_alg must be one of PS256, ES256."),
            ("id_token_signed_response_alg", "none", "id_token_signed_response_alg must be one of PS256, ES256."),
            ("grant_types", new JsonArray("authorization_code", "password"), "grant_types: password is not offered by this issuer."),
            ("response_types", new JsonArray("code token"), "response_types: code?token is not offered by this issuer."),
        ];

        Assert.Empty(await FaultsAsync(client => client, issuer));
        foreach (var (member, value, fault) in wrong)
            Assert.Contains(fault, await FaultsAsync(client => client.With(member, value), issuer));
    }

    [Clause("FAPI1-A-FINAL-8.6.1")]
    [Theory]
    [InlineData("RSA1_5")]
    [InlineData("RSA-OAEP")]
    public async Task Client_that_wants_weak_encryption_is_not_registered(string algorithm)
        => Assert.Equal(
            ["request_object_encryption_alg must be one of RSA-OAEP-256, ECDH-ES."],
            await FaultsAsync(client => client.With("request_object_encryption_alg", algorithm).With("request_object_encryption_enc", "A256GCM"), Bank.Fapi1Advanced));

    [Fact]
    public async Task Client_of_the_kit_has_no_fault() => Assert.Empty(await FaultsAsync(client => client));

    private async Task<List<string>> FaultsAsync(Func<SandboxClient, SandboxClient> change, string name = "fapi2")
    {
        var server = (await banks.OnAsync(DatabaseKind.Sqlite)).Server;
        var client = change(server.Kit.Client(name + (name == Bank.Fapi1Advanced ? "-pkjwt-mtls-2" : "-pkjwt-dpop-2")));
        Assert.True(server.Services.GetRequiredService<IssuerDirectory>().TryGet(name, out var issuer));
        return [.. ClientRules.Faults(ClientMetadata.Parse(client.Registration.ToJsonString()), issuer!)];
    }
}
