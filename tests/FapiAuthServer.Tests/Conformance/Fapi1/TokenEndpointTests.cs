using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Fapi1.Staging;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>Section 3 of the catalogue: what codes and refresh tokens are turned into tokens for, and by whom.</summary>
public sealed class TokenEndpointTests(ConformanceBanks banks)
{
    private const string Authentication = "FAPI1-A-FINAL-5.2.2-14";

    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Theory(DisplayName = "ensure-client-id-in-token-endpoint: the second client's id with the first one's code and credentials")]
    [EachFapi1Variant]
    public Task Another_clients_id_is_refused(Fapi1Variant variant)
    {
        var (reason, clause) = variant.AuthenticatesByAssertion ? ("assertion_algorithm", "FAPI1-A-FINAL-8.6") : ("certificate_not_accepted", "RFC8705-2.1");
        return RefusedAsync(variant, (scene, request) => request.Form["client_id"] = scene.Second.ClientId, "invalid_client", reason, clause);
    }

    [Clause("FAPI1-A-FINAL-5.2.2-5")]
    [Clause("FAPI1-A-FINAL-5.2.2-6")]
    [Theory(DisplayName = "ensure-mtls-holder-of-key-required: without a certificate there is no token, and the code stays good")]
    [EachFapi1Variant]
    public Task Token_request_without_certificate_is_refused(Fapi1Variant variant)
    {
        var (error, reason, clause) = variant.AuthenticatesByAssertion
            ? ("invalid_request", "sender_constraint_missing", "FAPI1-A-FINAL-5.2.2-6")
            : ("invalid_client", "certificate_missing", "RFC8705-2");
        return RefusedAsync(variant, (_, request) => request.Certificate = null, error, reason, clause);
    }

    [Clause("FAPI1-A-FINAL-5.2.2-6")]
    [Theory(DisplayName = "ensure-mtls-holder-of-key-required: a DPoP proof is no certificate")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Proof_in_place_of_a_certificate_is_refused(Fapi1Variant variant) => RefusedAsync(
        variant,
        (_, request) =>
        {
            request.Certificate = null;
            request.Proof = FintechClient.NewProof(SigningKey.NewEs256(), HttpMethod.Post, request.Address);
        },
        "invalid_request",
        "sender_constraint_missing",
        "FAPI1-A-FINAL-5.2.2-6");

    [Theory(DisplayName = "ensure-authorization-code-is-bound-to-client: the second client uses the first one's code")]
    [EachFapi1Variant]
    public async Task Code_of_another_client_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var answer = await scene.AuthorizeAsync(scene.First);
        var ledger = scene.OpenLedger();

        var refused = await scene.RedeemAsync(scene.Second, answer);

        await ledger.TokenIsRefusedAsync(refused, "invalid_grant", "code_invalid", "RFC6749-4.1.3");
        (await scene.RedeemAsync(scene.First, answer)).Expect(200);
    }

    [Clause("FAPI1-B-FINAL-5.2.2-13")]
    [Theory(DisplayName = "attempt-reuse-authorisation-code-after-one-second: the code is refused and the first token is dead")]
    [EachFapi1Variant]
    public async Task Code_used_twice_is_refused_and_ends_the_tokens(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var answer = await scene.AuthorizeAsync(scene.First);
        var tokens = (await scene.RedeemAsync(scene.First, answer)).Expect(200);
        (await scene.First.UserInfoAsync(tokens.Text("access_token")!)).Expect(200);
        var ledger = scene.OpenLedger();

        var again = await scene.RedeemAsync(scene.First, answer);

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "FAPI1-B-FINAL-5.2.2-13");
        var used = await scene.First.UserInfoAsync(tokens.Text("access_token")!);
        await ledger.ResourceIsRefusedAsync(used, 401, "invalid_token", "token_invalid", "RFC6750-3.1");
        var refreshed = await scene.First.RefreshAsync(tokens.Text("refresh_token")!);
        await ledger.TokenIsRefusedAsync(refreshed, "invalid_grant", "grant_ended", "RFC6749-5.2");
    }

    [Clause("FAPI1-A-FINAL-5.2.2-18")]
    [Theory(DisplayName = "ensure-pkce-code-verifier-required: no code_verifier")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public Task Code_without_verifier_is_refused(Fapi1Variant variant)
        => RefusedAsync(variant, (_, request) => request.Form["code_verifier"] = null, "invalid_grant", "code_verifier_mismatch", "RFC7636-4.6");

    [Clause("FAPI1-A-FINAL-5.2.2-18")]
    [Theory(DisplayName = "incorrect-pkce-code-verifier-rejected")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public Task Code_with_a_wrong_verifier_is_refused(Fapi1Variant variant) => RefusedAsync(
        variant, (_, request) => request.Form["code_verifier"] = AuthorizationRequest.NewSecret(), "invalid_grant", "code_verifier_mismatch", "RFC7636-4.6");

    [Clause("FAPI1-A-FINAL-8.6")]
    [Theory(DisplayName = "ensure-signed-client-assertion-with-RS256-fails: by the client's own key")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Assertion_signed_by_RS256_is_refused(Fapi1Variant variant)
        => BadAssertionAsync(variant, assertion => assertion.Header["alg"] = "RS256", "assertion_algorithm", "FAPI1-A-FINAL-8.6");

    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Clause("FAPI1-A-FINAL-5.2.2-16")]
    [Theory(DisplayName = "ensure-client-assertion-in-token-endpoint: client_id alone does not authenticate a client")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Token_request_without_assertion_is_refused(Fapi1Variant variant)
        => RefusedAsync(variant, (_, request) => request.Assertion = null, "invalid_client", "client_credentials_missing", Authentication);

    [Theory(DisplayName = "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Assertion_that_expired_5_minutes_ago_is_refused(Fapi1Variant variant) => BadAssertionAsync(
        variant, assertion => assertion.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(), "assertion_expired", "RFC7523-3");

    [Clause("PAR-2")]
    [Theory(DisplayName = "ensure-client-assertion-with-wrong-aud-fails: another server, or a sibling issuer of the same server")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Cases = ["https://other1.example.com", "sibling"])]
    public Task Assertion_for_another_server_is_refused(Fapi1Variant variant, string audience) => BadAssertionAsync(
        variant,
        assertion => assertion.Claims["aud"] = audience == "sibling" ? ((string)assertion.Claims["aud"]!).Replace("/fapi1", "/fapi2", StringComparison.Ordinal) : audience,
        "assertion_audience",
        "PAR-2");

    [Theory(DisplayName = "ensure-client-assertion-with-no-sub-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Assertion_without_sub_is_refused(Fapi1Variant variant)
        => BadAssertionAsync(variant, assertion => assertion.Claims.Remove("sub"), "assertion_subject", "RFC7523-3");

    [Theory(DisplayName = "ensure-client-assertion-with-wrong-iss-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Assertion_by_another_client_is_refused(Fapi1Variant variant)
        => BadAssertionAsync(variant, assertion => assertion.Claims["iss"] = "fapi1-pkjwt-mtls-2", "assertion_subject", "RFC7523-3");

    [Theory(DisplayName = "ensure-client-assertion-with-wrong-sub-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Assertion_about_another_client_is_refused(Fapi1Variant variant)
        => BadAssertionAsync(variant, assertion => assertion.Claims["sub"] = "fapi1-pkjwt-mtls-2", "assertion_subject", "RFC7523-3");

    [Clause("PAR-2")]
    [Theory(DisplayName = "ensure-client-assertion-with-iss-aud-succeeds: the issuer at the token endpoint")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Issuer_as_audience_succeeds(Fapi1Variant variant)
        => GoodAssertionAsync(variant, (client, assertion) => assertion.Claims["aud"] = client.Metadata.Issuer);

    [Clause("PAR-2")]
    [Theory(DisplayName = "par-token-endpoint-url-as-audience-for-client-JWT-assertion: at both endpoints")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Requests = Fapi1Variant.Pushed)]
    public Task Token_endpoint_as_audience_succeeds(Fapi1Variant variant)
        => GoodAssertionAsync(variant, (client, assertion) => assertion.Claims["aud"] = client.Metadata.Endpoint("token_endpoint").OriginalString);

    [Clause("PAR-2")]
    [Theory(DisplayName = "test-array-as-audience-for-client-JWT-assertion: an array that holds the issuer, at both endpoints")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public Task Array_as_audience_succeeds(Fapi1Variant variant)
        => GoodAssertionAsync(variant, (client, assertion) => assertion.Claims["aud"] = new JsonArray(client.Metadata.Issuer, "https://other1.example.com"));

    [Clause("PAR-2")]
    [Theory(DisplayName = "par-test-pushed-authorization-url-as-audience-for-client-JWT-assertion: the endpoint that is called")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Requests = Fapi1Variant.Pushed)]
    public async Task Pushed_request_endpoint_as_audience_succeeds(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Assertion!.Claims["aud"] = push.Address.OriginalString);

        pushed.Expect(201);
    }

    [Clause("PAR-2")]
    [Theory(DisplayName = "par-ensure-client-assertion-with-wrong-aud-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Requests = Fapi1Variant.Pushed)]
    public Task Pushed_assertion_for_another_server_is_refused(Fapi1Variant variant)
        => BadPushAsync(variant, assertion => assertion.Claims["aud"] = "https://other1.example.com", "assertion_audience", "PAR-2");

    [Theory(DisplayName = "par-ensure-client-assertion-with-wrong-iss-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Requests = Fapi1Variant.Pushed)]
    public Task Pushed_assertion_by_another_client_is_refused(Fapi1Variant variant)
        => BadPushAsync(variant, assertion => assertion.Claims["iss"] = "fapi1-pkjwt-mtls-2", "assertion_subject", "RFC7523-3");

    [Theory(DisplayName = "par-ensure-client-assertion-with-wrong-sub-fails")]
    [EachFapi1Variant(Clients = "pkjwt-mtls", Requests = Fapi1Variant.Pushed)]
    public Task Pushed_assertion_about_another_client_is_refused(Fapi1Variant variant)
        => BadPushAsync(variant, assertion => assertion.Claims["sub"] = "fapi1-pkjwt-mtls-2", "assertion_subject", "RFC7523-3");

    [Clause("RFC9700-4.14.2")]
    [Theory(DisplayName = "refresh-token: it is not rotated, is its client's, and needs the certificate")]
    [EachFapi1Variant]
    public async Task Refresh_token_is_not_rotated_and_needs_the_certificate(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var ledger = scene.OpenLedger();

        var withoutCertificate = await scene.First.RefreshAsync(tokens.RefreshToken!, request => request.Certificate = null);
        var (error, reason, clause) = variant.AuthenticatesByAssertion
            ? ("invalid_request", "sender_constraint_missing", "FAPI1-A-FINAL-5.2.2-6")
            : ("invalid_client", "certificate_missing", "RFC8705-2");
        await ledger.TokenIsRefusedAsync(withoutCertificate, error, reason, clause);
        var byAnother = await scene.Second.RefreshAsync(tokens.RefreshToken!);
        await ledger.TokenIsRefusedAsync(byAnother, "invalid_grant", "refresh_token_invalid", "RFC6749-6");

        foreach (var refreshed in new[] { await scene.First.RefreshAsync(tokens.RefreshToken!), await scene.First.RefreshAsync(tokens.RefreshToken!) })
        {
            TokenRules.Check(refreshed, scene.First, openId: true, refreshable: false);
            (await scene.First.UserInfoAsync(refreshed.AccessToken)).Expect(200);
        }
    }

    [Clause("RFC6749-1.3")]
    [Theory(DisplayName = "grant_type: the password grant, the implicit flow's and any unknown one are refused")]
    [EachFapi1Variant(Requests = Fapi1Variant.ByValue, Responses = Fapi1Variant.Plain, Cases = ["password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer"])]
    public async Task Other_grant_types_are_refused(Fapi1Variant variant, string grantType)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Form["grant_type"] = grantType);

        await ledger.TokenIsRefusedAsync(answer, "unsupported_grant_type", "grant_type_unsupported", "RFC6749-1.3");
    }

    private Task<Fapi1Scene> SetAsync(Fapi1Variant variant) => Fapi1Scene.SetAsync(banks, variant);

    // What was refused has not used the code up.
    private async Task RefusedAsync(Fapi1Variant variant, Action<Fapi1Scene, ProtocolRequest> change, string error, string reason, string clause)
    {
        var scene = await SetAsync(variant);
        var answer = await scene.AuthorizeAsync(scene.First);
        var ledger = scene.OpenLedger();

        var refused = await scene.RedeemAsync(scene.First, answer, request => change(scene, request));

        await ledger.TokenIsRefusedAsync(refused, error, reason, clause);
        (await scene.RedeemAsync(scene.First, answer)).Expect(200);
    }

    private Task BadAssertionAsync(Fapi1Variant variant, Action<JwtDraft> change, string reason, string clause)
        => RefusedAsync(variant, (_, request) => change(request.Assertion!), "invalid_client", reason, clause);

    private async Task BadPushAsync(Fapi1Variant variant, Action<JwtDraft> change, string reason, string clause)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => change(push.Assertion!));

        await ledger.PushIsRefusedAsync(pushed, "invalid_client", reason, clause);
    }

    private async Task GoodAssertionAsync(Fapi1Variant variant, Action<FintechClient, JwtDraft> change)
    {
        var scene = await SetAsync(variant);
        var client = scene.First;
        var request = scene.NewRequest(client);
        var address = client.DirectUrl(request);
        if (variant.IsPushed)
        {
            var pushed = await client.PushAsync(request, push => change(client, push.Assertion!));
            PushRules.Check(pushed);
            address = client.AuthorizeUrl(pushed.RequestUri);
        }

        var answer = await scene.ReadAsync(client, request, await scene.Bank.ApproveAsync(address));

        (await scene.RedeemAsync(client, answer, redeem => change(client, redeem.Assertion!))).Expect(200);
    }
}
