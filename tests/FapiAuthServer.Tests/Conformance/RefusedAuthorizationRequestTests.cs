using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Authorization requests that never end with a code at the client.</summary>
public sealed class RefusedAuthorizationRequestTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.2-3")]
    [Theory(DisplayName = "ensure-unsigned-authorization-request-without-using-par-fails: plain parameters lead to an error page")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Request_that_was_not_pushed_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.First.AuthorizeUrl("", query =>
        {
            query["request_uri"] = null;
            scene.NewRequest(scene.First).AddTo(query);
        }));

        await ledger.PageIsRefusedAsync(browser, "invalid_request", "pushed_request_required", "FAPI2-SP-FINAL-5.3.2.2-3");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-6")]
    [Theory(DisplayName = "ensure-request-object-without-redirect-uri-fails: no redirect_uri is pushed")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public Task Pushed_request_without_redirect_uri_is_refused(Variant variant) => RefusedPushAsync(
        variant, form => form["redirect_uri"] = null, "invalid_request", "redirect_uri_missing", "FAPI2-SP-FINAL-5.3.2.2-6");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-6")]
    [Theory(DisplayName = "ensure-redirect-uri-in-authorization-request: an empty redirect_uri is none, though the client has registered just one")]
    [EachVariant]
    public Task Pushed_request_with_an_empty_redirect_uri_is_refused(Variant variant) => RefusedPushAsync(
        variant, form => form["redirect_uri"] = "", "invalid_request", "redirect_uri_missing", "FAPI2-SP-FINAL-5.3.2.2-6");

    [Theory(DisplayName = "plain-fapi-tolerate-unregistered-redirect-uri: it is refused, which the row allows")]
    [EachVariant(Cases = ["/more", "?more=1", "#more"])]
    public Task Unregistered_redirect_uri_is_refused(Variant variant, string appended) => RefusedPushAsync(
        variant, form => form["redirect_uri"] += appended, "invalid_request", "redirect_uri_unregistered", "RFC6749-3.1.2.3");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-8")]
    [Theory(DisplayName = "plain-fapi-tolerate-unregistered-redirect-uri: the registered one with http is another one")]
    [EachVariant]
    public Task Redirect_uri_with_http_is_refused(Variant variant) => RefusedPushAsync(
        variant,
        form => form["redirect_uri"] = form["redirect_uri"]!.Replace("https:", "http:", StringComparison.Ordinal),
        "invalid_request",
        "redirect_uri_unregistered",
        "RFC6749-3.1.2.3");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-1")]
    [Theory(DisplayName = "ensure-response-type-code-idtoken-fails: response_type code id_token")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public Task Response_type_code_idtoken_is_refused(Variant variant) => RefusedPushAsync(
        variant, form => form["response_type"] = "code id_token", "unsupported_response_type", "response_type_unsupported", "FAPI2-SP-FINAL-5.3.2.2-1");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-1")]
    [Theory(DisplayName = "ensure-response-type-token-fails: response_type token")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public Task Response_type_token_is_refused(Variant variant) => RefusedPushAsync(
        variant, form => form["response_type"] = "token", "unsupported_response_type", "response_type_unsupported", "FAPI2-SP-FINAL-5.3.2.2-1");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-1")]
    [Theory(DisplayName = "response_mode: any but query is refused")]
    [EachVariant(Cases = ["fragment", "form_post", "query.jwt"])]
    public Task Response_mode_other_than_query_is_refused(Variant variant, string mode) => RefusedPushAsync(
        variant, form => form["response_mode"] = mode, "invalid_request", "response_mode_unsupported", "FAPI2-SP-FINAL-5.3.2.2-1");

    [Theory(DisplayName = "par-authorization-request-containing-request_uri-form-param: a reference in the pushed request")]
    [EachVariant]
    public Task Request_uri_in_the_form_is_refused(Variant variant) => RefusedPushAsync(
        variant,
        form => form["request_uri"] = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c",
        "invalid_request",
        "request_uri_not_allowed",
        "PAR-2.1");

    [Theory(DisplayName = "par-attempt-invalid-http-method: PUT")]
    [EachVariant]
    public async Task Push_by_put_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Method = HttpMethod.Put);

        ResponseRules.CheckError(pushed, "invalid_request");
        await ledger.IsRefusedAsync("PushedAuthorization", "request_not_understood", "PAR-2.3");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-5")]
    [Theory(DisplayName = "par-ensure-pkce-required: no code_challenge")]
    [EachVariant(Cases = ["absent", "empty"])]
    public Task Request_without_code_challenge_is_refused(Variant variant, string name) => RefusedPushAsync(
        variant,
        form =>
        {
            form["code_challenge"] = name == "empty" ? "" : null;
            form["code_challenge_method"] = null;
        },
        "invalid_request",
        "proof_key_required",
        "FAPI2-SP-FINAL-5.3.2.2-5");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-5")]
    [Theory(DisplayName = "par-plain-pkce-rejected: code_challenge_method plain, or absent, which means plain")]
    [EachVariant(Cases = ["plain", "absent"])]
    public Task Plain_code_challenge_is_refused(Variant variant, string method) => RefusedPushAsync(
        variant,
        form => form["code_challenge_method"] = method == "absent" ? null : method,
        "invalid_request",
        "proof_key_method_refused",
        "FAPI2-SP-FINAL-5.3.2.2-5");

    private async Task RefusedPushAsync(Variant variant, Action<FormParameters> change, string error, string reason, string clause)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => change(push.Form));

        await ledger.PushIsRefusedAsync(pushed, error, reason, clause);
    }
}
