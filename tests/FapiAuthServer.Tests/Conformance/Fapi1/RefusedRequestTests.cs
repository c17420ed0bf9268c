using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Fapi1.Staging;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>Section 3 of the catalogue: requests that never end with a code at the client.</summary>
public sealed class RefusedRequestTests(ConformanceBanks banks)
{
    private const string Reference = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

    [Clause("FAPI1-A-FINAL-5.2.2-13")]
    [Theory(DisplayName = "ensure-request-object-without-exp-fails")]
    [EachFapi1Variant]
    public Task Request_without_exp_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims.Remove("exp"), "FAPI1-A-FINAL-5.2.2-13");

    [Clause("FAPI1-A-FINAL-5.2.2-17")]
    [Theory(DisplayName = "ensure-request-object-without-nbf-fails")]
    [EachFapi1Variant]
    public Task Request_without_nbf_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims.Remove("nbf"), "FAPI1-A-FINAL-5.2.2-17");

    [Theory(DisplayName = "ensure-expired-request-object-fails: an hour ago")]
    [EachFapi1Variant]
    public Task Expired_request_is_refused(Fapi1Variant variant) => InvalidAsync(
        variant, signed => (signed.Claims["nbf"], signed.Claims["exp"]) = (FromNow(-3900), FromNow(-3600)), "RFC7519-4.1.4");

    [Clause("FAPI1-A-FINAL-5.2.2-15")]
    [Theory(DisplayName = "ensure-request-object-with-bad-aud-fails")]
    [EachFapi1Variant]
    public Task Request_for_another_server_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims["aud"] = "https://other.example", "FAPI1-A-FINAL-5.2.2-15");

    [Clause("FAPI1-A-FINAL-5.2.2-15")]
    [Theory(DisplayName = "par-pushed-authorization-url-as-audience-in-request-object")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public Task Request_for_the_endpoint_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims["aud"] = (string)signed.Claims["aud"]! + "/par", "FAPI1-A-FINAL-5.2.2-15");

    [Clause("FAPI1-A-FINAL-5.2.2-13")]
    [Theory(DisplayName = "ensure-request-object-with-exp-over-60-fails: 70 minutes after nbf")]
    [EachFapi1Variant]
    public Task Long_lived_request_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims["exp"] = FromNow(70 * 60), "FAPI1-A-FINAL-5.2.2-13");

    [Clause("FAPI1-A-FINAL-5.2.2-17")]
    [Theory(DisplayName = "ensure-request-object-with-nbf-over-60-fails: 70 minutes ago")]
    [EachFapi1Variant]
    public Task Old_request_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims["nbf"] = FromNow(-70 * 60), "FAPI1-A-FINAL-5.2.2-17");

    [Clause("RFC7519-4.1.5")]
    [Theory(DisplayName = "A request that is not valid yet is refused")]
    [EachFapi1Variant]
    public Task Request_of_the_future_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Claims["nbf"] = FromNow(70), "RFC7519-4.1.5");

    [Clause("FAPI1-A-FINAL-8.6")]
    [Theory(DisplayName = "ensure-signed-request-object-with-RS256-fails")]
    [EachFapi1Variant]
    public Task Request_signed_with_RS256_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Header["alg"] = "RS256", "FAPI1-A-FINAL-8.6");

    [Clause("FAPI1-A-FINAL-8.6")]
    [Theory(DisplayName = "ensure-request-object-signature-algorithm-is-not-none: nor HS256 with the public key as the secret")]
    [EachFapi1Variant(Cases = ["none", "HS256"])]
    public Task Request_without_a_signature_is_refused(Fapi1Variant variant, string algorithm) => InvalidAsync(
        variant,
        signed =>
        {
            signed.Header["alg"] = algorithm;
            signed.Afterwards = token => algorithm == "HS256" ? token : token[..(token.LastIndexOf('.') + 1)];
        },
        "FAPI1-A-FINAL-8.6", "JAR-4");

    [Theory(DisplayName = "ensure-request-object-with-invalid-signature-fails")]
    [EachFapi1Variant]
    public Task Damaged_signature_is_refused(Fapi1Variant variant)
        => InvalidAsync(variant, signed => signed.Afterwards = JwtDraft.DamageSignature, "JAR-6.2");

    [Clause("FAPI1-A-FINAL-5.2.2-1")]
    [Theory(DisplayName = "ensure-matching-key-in-authorization-request: the first client's request with the second one's key")]
    [EachFapi1Variant]
    public async Task Key_of_another_client_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.RefusedAsync("invalid_request_object", "request_object_invalid", ["JAR-6.2", "FAPI1-A-FINAL-8.6"], signed =>
        {
            signed.Key = scene.Second.Registration.SigningKey;
            (signed.Header["alg"], signed.Header["kid"]) = (signed.Key.Algorithm, signed.Key.KeyId);
        });
    }

    [Theory(DisplayName = "ensure-request-object-without-scope-fails: scope stands outside only")]
    [EachFapi1Variant]
    public async Task Request_without_scope_is_refused(Fapi1Variant variant)
        => await (await SetAsync(variant)).RefusedAsync("invalid_request", "scope_not_requested", ["RFC6749-3.3"], signed => signed.Claims.Remove("scope"));

    [Clause("FAPI1-B-FINAL-5.2.2.2")]
    [Theory(DisplayName = "ensure-request-object-without-nonce-fails")]
    [EachFapi1Variant]
    public async Task Request_without_nonce_is_refused(Fapi1Variant variant)
        => await (await SetAsync(variant)).RefusedAsync("invalid_request", "nonce_missing", ["FAPI1-B-FINAL-5.2.2.2"], signed => signed.Claims.Remove("nonce"));

    [Clause("OIDCC-15.5.2")]
    [Theory(DisplayName = "ensure-request-object-with-long-nonce: one longer than can be kept is refused, never cut")]
    [EachFapi1Variant]
    public async Task Nonce_of_385_characters_is_refused(Fapi1Variant variant)
        => await (await SetAsync(variant)).RefusedAsync("invalid_request", "nonce_too_long", ["OIDCC-15.5.2"], signed => signed.Claims["nonce"] = new string('n', 385));

    [Clause("FAPI1-A-FINAL-5.2.2-10")]
    [Theory(DisplayName = "ensure-request-object-without-redirect-uri-fails: redirect_uri stands outside only")]
    [EachFapi1Variant]
    public async Task Request_without_redirect_uri_is_refused(Fapi1Variant variant) => await (await SetAsync(variant)).RefusedAsync(
        "invalid_request", "redirect_uri_missing", ["FAPI1-A-FINAL-5.2.2-10"], signed => signed.Claims.Remove("redirect_uri"), staysInBrowser: true);

    [Clause("FAPI1-A-FINAL-5.2.2-10")]
    [Theory(DisplayName = "ensure-redirect-uri-in-authorization-request: an empty redirect_uri is none, though the client has registered just one")]
    [EachFapi1Variant]
    public async Task Request_with_an_empty_redirect_uri_is_refused(Fapi1Variant variant) => await (await SetAsync(variant)).RefusedAsync(
        "invalid_request", "redirect_uri_missing", ["FAPI1-A-FINAL-5.2.2-10"], signed => signed.Claims["redirect_uri"] = "", staysInBrowser: true);

    [Theory(DisplayName = "ensure-registered-redirect-uri: the registered one with something appended is another one")]
    [EachFapi1Variant(Cases = ["/more", "?more=1"])]
    public async Task Unregistered_redirect_uri_is_refused(Fapi1Variant variant, string appended) => await (await SetAsync(variant)).RefusedAsync(
        "invalid_request",
        "redirect_uri_unregistered",
        ["RFC6749-3.1.2.3"],
        signed => signed.Claims["redirect_uri"] = (string)signed.Claims["redirect_uri"]! + appended,
        staysInBrowser: true);

    [Clause("FAPI1-B-FINAL-5.2.2-20")]
    [Theory(DisplayName = "par-attempt-invalid-redirect_uri: the registered one with http")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Redirect_uri_with_http_is_refused(Fapi1Variant variant) => await (await SetAsync(variant)).RefusedAsync(
        "invalid_request",
        "redirect_uri_unregistered",
        ["RFC6749-3.1.2.3"],
        signed => signed.Claims["redirect_uri"] = ((string)signed.Claims["redirect_uri"]!).Replace("https:", "http:", StringComparison.Ordinal));

    [Clause("FAPI1-A-FINAL-5.2.2-2")]
    [Theory(DisplayName = "ensure-response-type-code-fails: a plain code, without response_mode jwt")]
    [EachFapi1Variant(Cases = ["absent", "form_post", "fragment"])]
    public async Task Plain_code_is_refused(Fapi1Variant variant, string mode)
    {
        var scene = await SetAsync(variant);

        await scene.RefusedAsync(
            "invalid_request",
            "response_not_signed",
            ["FAPI1-A-FINAL-5.2.2-2"],
            request: scene.NewRequest(scene.First) with { ResponseType = "code", ResponseMode = mode == "absent" ? null : mode });
    }

    [Clause("FAPI1-A-FINAL-5.2.2-2")]
    [Theory(DisplayName = "response_type: tokens from the authorization endpoint are not offered")]
    [EachFapi1Variant(Cases = ["token", "id_token", "code token", "code id_token token"])]
    public async Task Other_response_types_are_refused(Fapi1Variant variant, string type)
    {
        var scene = await SetAsync(variant);

        await scene.RefusedAsync(
            "unsupported_response_type", "response_type_unsupported", ["FAPI1-A-FINAL-5.2.2-2"], request: scene.NewRequest(scene.First) with { ResponseType = type });
    }

    [Clause("FAPI1-A-FINAL-5.2.2.2")]
    [Theory(DisplayName = "ensure-response-mode-query: no answer in the query that is not signed")]
    [EachFapi1Variant]
    public async Task Response_mode_query_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.RefusedAsync(
            "invalid_request", "response_mode_unsupported", ["FAPI1-A-FINAL-5.2.2.2"], request: scene.NewRequest(scene.First) with { ResponseMode = "query" });
    }

    [Clause("FAPI1-A-FINAL-5.2.2-1")]
    [Theory(DisplayName = "ensure-authorization-request-without-request-object-fails: plain parameters")]
    [EachFapi1Variant]
    public async Task Plain_parameters_are_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var ledger = scene.OpenLedger();

        if (variant.IsPushed)
        {
            var pushed = await scene.First.PushAsync(request, push =>
            {
                push.RequestObject = null;
                request.AddTo(push.Form);
            });
            await ledger.PushIsRefusedAsync(pushed, "invalid_request", "request_object_required", "FAPI1-A-FINAL-5.2.2-1");
        }

        // At the authorization endpoint, whichever way other requests go.
        using var browser = scene.Bank.Server.OpenBrowser();
        await browser.OpenAsync(scene.First.DirectUrl(request, change: query =>
        {
            query["request"] = null;
            request.AddTo(query);
        }));
        Assert.NotNull(browser.Answer);
        Assert.Null(browser.Answer.Parameters["code"]);
        await ledger.IsRefusedAsync("Authorization", "request_object_required", "FAPI1-A-FINAL-5.2.2-1", namesClient: true);
    }

    [Theory(DisplayName = "par-authorization-request-containing-request_uri-form-param: a reference beside the request object")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Reference_beside_the_request_object_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Form["request_uri"] = Reference);

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "request_in_two_forms", "JAR-5");
    }

    [Theory(DisplayName = "par-authorization-request-containing-request_uri: a reference, or another request object, inside")]
    [EachFapi1Variant(Cases = ["request_uri", "request"])]
    public Task Nested_request_is_refused(Fapi1Variant variant, string name) => InvalidAsync(variant, signed => signed.Claims[name] = Reference, "JAR-4");

    [Theory(DisplayName = "par-attempt-invalid-http-method: PUT")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Push_by_put_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Method = HttpMethod.Put);

        ResponseRules.CheckError(pushed, "invalid_request");
        await ledger.IsRefusedAsync("PushedAuthorization", "request_not_understood", "PAR-2.3");
    }

    [Clause("FAPI1-A-FINAL-5.2.2-18")]
    [Theory(DisplayName = "par-ensure-pkce-required: no code_challenge")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Pushed_request_without_challenge_is_refused(Fapi1Variant variant) => await (await SetAsync(variant)).RefusedAsync(
        "invalid_request",
        "proof_key_required",
        ["FAPI1-A-FINAL-5.2.2-18"],
        signed =>
        {
            signed.Claims.Remove("code_challenge");
            signed.Claims.Remove("code_challenge_method");
        });

    [Clause("FAPI1-B-FINAL-5.2.2-7")]
    [Theory(DisplayName = "par-plain-pkce-rejected: code_challenge_method plain, or absent, which means plain")]
    [EachFapi1Variant(Cases = ["plain", "absent"])]
    public async Task Plain_challenge_is_refused(Fapi1Variant variant, string method)
    {
        var scene = await SetAsync(variant);

        await scene.RefusedAsync(
            "invalid_request",
            "proof_key_method_refused",
            ["FAPI1-B-FINAL-5.2.2-7"],
            signed =>
            {
                signed.Claims.Remove("code_challenge_method");
                if (method == "plain")
                    signed.Claims["code_challenge_method"] = "plain";
            },
            scene.NewRequest(scene.First) with { CodeVerifier = AuthorizationRequest.NewSecret() });
    }

    [Theory(DisplayName = "par-attempt-reuse-request_uri: after approval or denial it is over")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed, Cases = ["approved", "denied"])]
    public async Task Request_uri_that_was_answered_is_refused(Fapi1Variant variant, string decision)
    {
        var scene = await SetAsync(variant);
        var address = await scene.AddressAsync(scene.First, scene.NewRequest(scene.First));
        _ = decision == "approved" ? await scene.Bank.ApproveAsync(address) : await scene.Bank.DenyAsync(address);
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(address);

        await ledger.PageIsRefusedAsync(browser, "invalid_request_uri", "request_uri_unknown", "PAR-4");
    }

    [Theory(DisplayName = "par-attempt-to-use-request_uri-for-different-client: the second client opens the first one's")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Request_uri_of_another_client_is_refused(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.Second.AuthorizeUrl(pushed.RequestUri));

        await ledger.PageIsRefusedAsync(browser, "invalid_request", "request_uri_foreign", "PAR-2.2");
    }

    private static long FromNow(int seconds) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds;

    private Task<Fapi1Scene> SetAsync(Fapi1Variant variant) => Fapi1Scene.SetAsync(banks, variant);

    private async Task InvalidAsync(Fapi1Variant variant, Action<JwtDraft> sign, params string[] clauses)
        => await (await SetAsync(variant)).RefusedAsync("invalid_request_object", "request_object_invalid", clauses, sign);
}
