using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Client assertions at the token endpoint. (CC)</summary>
public sealed class ClientAssertionTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "ensure-signed-client-assertion-with-RS256-fails: by the client's own key")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public Task Assertion_signed_by_RS256_is_refused(Variant variant, string grantType) => RefusedAsync(
        variant, grantType, request => request.Assertion!.Header["alg"] = "RS256", "assertion_algorithm", "FAPI2-SP-FINAL-5.4.1-1");

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "ensure-signed-client-assertion-with-RS256-fails: alg none, and HS256 with the public key as the secret")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["none", "HS256"])]
    public Task Assertion_without_an_asymmetric_signature_is_refused(Variant variant, string algorithm) => RefusedAsync(
        variant, GrantTypes.ClientCredentials, request => request.Assertion!.Header["alg"] = algorithm, "assertion_malformed", "RFC7523-3");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-3")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-client-assertion-in-token-endpoint: client_id alone does not authenticate a client")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public Task Token_request_without_assertion_is_refused(Variant variant, string grantType) => RefusedAsync(
        variant, grantType, request => request.Assertion = null, "client_credentials_missing", "FAPI2-SP-FINAL-5.3.2.1-6");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-3")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-client-assertion-in-token-endpoint: a client secret does not either")]
    [EachVariant(Cases = ["client_secret", "Basic"])]
    public async Task Client_secret_is_refused(Variant variant, string name)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync(
            "accounts",
            request =>
            {
                request.Assertion = null;
                if (name == "Basic")
                {
                    request.AccessTokenScheme = "Basic";
                    request.AccessToken = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(scene.First.ClientId + ":secret"));
                }
                else
                {
                    request.Form["client_secret"] = "secret";
                }
            });

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "client_method_not_allowed", "FAPI2-SP-FINAL-5.3.2.1-6");
    }

    [Theory(DisplayName = "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public Task Assertion_that_expired_5_minutes_ago_is_refused(Variant variant, string grantType) => RefusedAsync(
        variant,
        grantType,
        request => request.Assertion!.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(),
        "assertion_expired",
        "RFC7523-3");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-8")]
    [Theory(DisplayName = "ensure-client-assertion-with-wrong-aud-fails")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public Task Assertion_for_another_server_is_refused(Variant variant, string grantType) => RefusedAsync(
        variant,
        grantType,
        request => request.Assertion!.Claims["aud"] = "https://other1.example.com",
        "assertion_audience",
        "FAPI2-SP-FINAL-5.3.2.1-8");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-8")]
    [Theory(DisplayName = "ensure-client-assertion-with-wrong-aud-fails: a sibling issuer, the token endpoint, the issuer with a slash or in an array")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["sibling", "endpoint", "slash", "array"])]
    public Task Assertion_for_anything_but_the_issuer_is_refused(Variant variant, string name) => RefusedAsync(
        variant,
        GrantTypes.ClientCredentials,
        request =>
        {
            var issuer = (string)request.Assertion!.Claims["aud"]!;
            request.Assertion.Claims["aud"] = name switch
            {
                "sibling" => issuer.Replace("/fapi2", "/oauth", StringComparison.Ordinal),
                "endpoint" => request.Address.OriginalString,
                "slash" => issuer + "/",
                _ => new JsonArray(issuer),
            };
        },
        "assertion_audience",
        "FAPI2-SP-FINAL-5.3.2.1-8");

    [Theory(DisplayName = "ensure-client-assertion-with-no-sub-fails")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public Task Assertion_without_sub_is_refused(Variant variant, string grantType) => RefusedAsync(
        variant, grantType, request => request.Assertion!.Claims.Remove("sub"), "assertion_subject", "RFC7523-3");

    [Theory(DisplayName = "ensure-client-assertion-with-no-sub-fails: another client's id as iss or sub")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["iss", "sub"])]
    public Task Assertion_by_or_about_another_client_is_refused(Variant variant, string claim) => RefusedAsync(
        variant, GrantTypes.ClientCredentials, request => request.Assertion!.Claims[claim] = "fapi2-pkjwt-dpop-2", "assertion_subject", "RFC7523-3");

    [Clause("RFC7523-3")]
    [Theory(DisplayName = "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails: nor may exp be far ahead, or missing")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["six minutes ahead", "ten years ahead", "missing"])]
    public Task Assertion_that_lasts_too_long_is_refused(Variant variant, string name) => RefusedAsync(
        variant,
        GrantTypes.ClientCredentials,
        request => request.Assertion!.Claims["exp"] = name switch
        {
            "six minutes ahead" => DateTimeOffset.UtcNow.AddMinutes(6).ToUnixTimeSeconds(),
            "ten years ahead" => DateTimeOffset.UtcNow.AddYears(10).ToUnixTimeSeconds(),
            _ => null,
        },
        name == "missing" ? "assertion_malformed" : "assertion_lifetime",
        "RFC7523-3");

    [Clause("RFC7523-3")]
    [Theory(DisplayName = "ensure-client-assertion-in-token-endpoint: an assertion is used once")]
    [EachVariant(ClientTypes.WithAssertion)]
    public async Task Assertion_used_twice_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        string? used = null;
        (await scene.First.ClientCredentialsAsync("accounts", request => used = request.Form["client_assertion"] = request.Assertion!.Sign())).Expect(200);
        var ledger = scene.OpenLedger();

        var again = await scene.First.ClientCredentialsAsync("accounts", request => request.Form["client_assertion"] = used);

        await ledger.TokenIsRefusedAsync(again, "invalid_client", "assertion_replayed", "RFC7523-3");
    }

    [Theory(DisplayName = "ensure-signed-client-assertion-with-RS256-fails: a damaged signature, and a stranger's key under the client's kid")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["damaged", "stranger"])]
    public Task Assertion_with_a_wrong_signature_is_refused(Variant variant, string name) => RefusedAsync(
        variant,
        GrantTypes.ClientCredentials,
        request =>
        {
            if (name == "damaged")
            {
                request.Assertion!.Afterwards = JwtDraft.DamageSignature;
            }
            else
            {
                request.Assertion!.Key = SigningKey.NewPs256();
            }
        },
        "assertion_signature",
        "RFC7523-3");

    // A refused request burns no code: with a good assertion it goes through.
    private async Task RefusedAsync(Variant variant, string grantType, Action<ProtocolRequest> change, string reason, string clause)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(change);

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", reason, clause);
        (await redeem(null)).Expect(200);
    }
}
