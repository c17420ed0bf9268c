using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.2: what an authorization request of OpenID Connect may say, and what becomes of one that may not.</summary>
public sealed class OpenIdConnectRequestTests(ConformanceBanks banks)
{
    [Clause("OIDCC-3.1.2.1")]
    [Theory(DisplayName = "oidcc-response-type-missing: refused at the redirect URI")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["", "token", "code id_token", "none"])]
    public async Task Other_response_types_are_refused(Variant variant, string responseType)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        await RefusedAsync(scene, query => query["response_type"] = responseType.Length > 0 ? responseType : null,
            "unsupported_response_type", "response_type_unsupported", "OIDCC-3.1.2.1");
    }

    [Clause("OIDCC-6.1")]
    [Theory(DisplayName = "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: rejected, never ignored")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Request_object_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        await RefusedAsync(scene, query => query["request"] = "eyJhbGciOiJub25lIn0.e30.", "request_not_supported", "request_object_unsupported", "OIDCC-6.1");
    }

    [Clause("OIDCC-6.1")]
    [Theory(DisplayName = "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: rejected, and nobody's URL is called")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Request_uri_of_others_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        await RefusedAsync(scene, query => query["request_uri"] = "https://client.example.test/request.jwt", "request_uri_not_supported", "request_uri_unsupported", "OIDCC-6.2");
    }

    [Theory(DisplayName = "oidcc-ensure-request-object-with-redirect-uri: with an unregistered redirect URI in the open, a page and nothing else")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Request_object_with_unregistered_redirect_uri_leads_to_a_page(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var ledger = scene.OpenLedger();
        using var visitor = Visitor.At(scene.Bank);

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query =>
        {
            query["request"] = "eyJhbGciOiJub25lIn0.e30.";
            query["redirect_uri"] += "_invalid";
        }));

        await ledger.PageIsRefusedAsync(visitor.Browser, "request_not_supported", "request_object_unsupported", "OIDCC-6.1");
    }

    [Clause("OIDCC-3.1.2.1")]
    [Theory(DisplayName = "oidcc-ensure-registered-redirect-uri: any other leads to a page and nowhere else")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["/more", "?more=1", "#more", "http", "none"])]
    public async Task Unregistered_redirect_uri_leads_to_a_page(Variant variant, string change)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var ledger = scene.OpenLedger();
        using var visitor = Visitor.At(scene.Bank);

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["redirect_uri"] = change switch
        {
            "http" => query["redirect_uri"]!.Replace("https:", "http:", StringComparison.Ordinal),
            "none" => null,
            _ => query["redirect_uri"] + change,
        }));

        await ledger.PageIsRefusedAsync(visitor.Browser, "invalid_request", change == "none" ? "redirect_uri_missing" : "redirect_uri_unregistered",
            change == "none" ? "OIDCC-3.1.2.1" : "RFC6749-3.1.2.3");
    }

    [Clause("RFC7636-4.2")]
    [Theory(DisplayName = "oidcc-ensure-request-with-valid-pkce-succeeds: a challenge that is sent is held to")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["right", "wrong", "missing", "plain"])]
    public async Task Pkce_is_held_to(Variant variant, string verifier)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var request = scene.NewRequest(scene.First);
        if (verifier == "plain")
        {
            await RefusedAsync(scene, query => query["code_challenge_method"] = "plain", "invalid_request", "proof_key_method_refused", "RFC7636-4.2");
            return;
        }
        using var visitor = Visitor.At(scene.Bank);
        var answer = await visitor.ApproveAsync(scene.First.DirectUrl(request));

        var tokens = await scene.First.RedeemCodeAsync(answer.Code, request, redeem => redeem.Form["code_verifier"] = verifier switch
        {
            "wrong" => AuthorizationRequest.NewSecret(),
            "missing" => null,
            _ => request.CodeVerifier,
        });

        if (verifier == "right")
        {
            tokens.Expect(200);
            return;
        }
        ResponseRules.CheckError(tokens, "invalid_grant");
    }

    [Theory(DisplayName = "oidcc-ensure-request-with-unknown-parameter-succeeds; oidcc-display-page, -popup, -ui-locales, -claims-locales, -acr-values: taken, and ignored where nothing follows from them")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases =
    [
        "extra=foobar", "display=page", "display=popup", "ui_locales=se", "ui_locales=de en", "claims_locales=se", "login_hint=somebody@example.test", "acr_values=urn:any urn:openbanking:psd2:sca",
    ])]
    public async Task Optional_parameters_are_taken(Variant variant, string parameter)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var (name, value) = (parameter.Split('=')[0], parameter.Split('=')[1]);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query[name] = value);

        Assert.NotEmpty(SignedJwt.Parse(flow.Tokens.IdToken!)["acr"]!);
    }

    [Theory(DisplayName = "oidcc-login-hint: is what the sign-in page begins with, and reaches no log")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Login_hint_fills_the_user_name(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var hint = "\"><b>" + AuthorizationRequest.NewSecret();

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["login_hint"] = hint));

        Assert.Equal(hint, visitor.Browser.Page.Element("username").GetAttribute("value"));
        Assert.DoesNotContain(hint, scene.Bank.Server.Output, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "oidcc-alternate-happy-flow: scopes and parameters in another order")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Order_does_not_matter(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.ConnectAsync(scene.Second, scene.NewRequest(scene.Second) with { Scope = "email openid" }, query => query.Reverse());
    }

    [Theory(DisplayName = "oidcc-ensure-post-request-succeeds: the authorization request as a form of another site")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Request_by_post_is_answered(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var request = scene.NewRequest(scene.First);
        var parameters = FormParameters.Decode(scene.First.DirectUrl(request).Query);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.Browser.PostAsync(scene.First.Metadata.Endpoint("authorization_endpoint"), parameters);
        await visitor.Browser.SignInAsync(visitor.Customer);
        await visitor.Browser.VerifyAsync(visitor.Customer);
        var answer = await visitor.Browser.ApproveAsync();

        Assert.Equal(request.State, answer.State);
        (await scene.First.RedeemCodeAsync(answer.Code, request)).Expect(200);
    }

    [Theory(DisplayName = "oidcc-ensure-post-request-succeeds: a form of another site keeps the customer's session and open visits")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Request_by_post_finds_the_session(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        await visitor.OpenAsync(scene.Second.DirectUrl(scene.NewRequest(scene.Second)));
        var open = visitor.Browser.Page.Address;
        var parameters = FormParameters.Decode(scene.First.DirectUrl(scene.NewRequest(scene.First)).Query);
        parameters["prompt"] = "none";

        await visitor.Browser.PostAsync(scene.First.Metadata.Endpoint("authorization_endpoint"), parameters, isCrossSite: true);

        Assert.NotNull(visitor.Browser.Answer?.Code);
        await visitor.OpenAsync(open);
        Assert.True(visitor.Browser.Page.IsConsent);
    }

    [Theory(DisplayName = "oidcc-ui-locales: the pages are in the language that the client asks for, where there are words in it")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Pages_are_in_the_language_asked_for(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        foreach (var (asked, got) in new[] { ("de", "de"), ("se", "en"), ("se de-CH en", "de"), (null, "en"), ("en", "en") })
        {
            await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["ui_locales"] = asked));
            Assert.Equal(got, visitor.Browser.Page.Document.DocumentElement.GetAttribute("lang"));
        }
    }

    [Clause("OIDCC-15.5.2")]
    [Theory(DisplayName = "A nonce of 384 characters comes back whole; a longer one is refused, never cut")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Long_nonce_is_kept_whole(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var nonce = new string('n', 384);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = nonce });

        Assert.Equal(nonce, SignedJwt.Parse(flow.Tokens.IdToken!)["nonce"]);
        await RefusedAsync(scene, query => query["nonce"] = nonce + "n", "invalid_request", "nonce_too_long", "OIDCC-15.5.2");
    }

    [Theory(DisplayName = "A pushed request still works, and an essential acr that is not offered fails")]
    [EachVariant("basic-bearer pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Essential_acr_is_never_downgraded(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var request = scene.NewRequest(scene.First);

        var pushed = await scene.First.PushAsync(request);
        var answer = await visitor.ApproveAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        (await scene.First.RedeemCodeAsync(answer.Code, request)).Expect(200);

        await RefusedAsync(scene, query => query["claims"] = new JsonObject
        {
            ["id_token"] = new JsonObject { ["acr"] = new JsonObject { ["essential"] = true, ["value"] = "urn:other" } },
        }.ToJsonString(), "unmet_authentication_requirements", "acr_not_offered", "OIDUAR-2");
    }

    private static async Task RefusedAsync(Scene scene, Action<FormParameters> change, string error, string reason, string clause)
    {
        var ledger = scene.OpenLedger();
        var request = scene.NewRequest(scene.First);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.OpenAsync(scene.First.DirectUrl(request, change: change));

        var answer = visitor.Browser.Answer;
        Assert.NotNull(answer);
        Assert.Equal(scene.First.RedirectUri.GetLeftPart(UriPartial.Path), answer.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal((error, request.State, scene.First.Metadata.Issuer), (answer.Error, answer.State, answer.Issuer));
        Assert.Null(answer.Parameters["code"]);
        ResponseRules.CheckErrorText(answer.Error, answer.ErrorDescription);
        await ledger.IsRefusedAsync("Authorization", reason, clause, namesClient: true);
    }
}
