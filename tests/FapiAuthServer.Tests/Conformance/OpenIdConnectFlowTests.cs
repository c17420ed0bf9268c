using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.2: the rows of the OpenID Connect Basic plan about requests and their answers.</summary>
public sealed class OpenIdConnectFlowTests(ConformanceBanks banks)
{
    private const string Secrets = "basic-bearer post-bearer";

    [Clause("RFC6749-1.3")]
    [Clause("OIDCC-9")]
    [Clause("OIDCC-10.1")]
    [Clause("OIDCC-15.1")]
    [Clause("OIDCBCL-2")]
    [Clause("RFC6750-5.3")]
    [Clause("RFC9207-2")]
    [Theory(DisplayName = "oidcc-server: the plain flow, for every way to authenticate and to bind")]
    [EachVariant("basic-bearer post-bearer pkjwt-bearer pkjwt-dpop pkjwt-mtls mtls-bearer mtls-mtls", OpenId = OpenIdUse.With)]
    public async Task Plain_flow_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        foreach (var client in new[] { scene.First, scene.Second })
        {
            using var visitor = Visitor.At(scene.Bank);

            var flow = await visitor.ConnectAsync(client, scene.NewRequest(client));

            AnswerRules.Check(flow.Answer, flow.Request, client);
            TokenRules.Check(flow.Tokens, client, openId: true);
            Assert.InRange(flow.Tokens.ExpiresIn!.Value, 1, 3600);
            var idToken = IdentityTokenRules.Check(flow.Tokens, flow.Request, client, await client.FetchJwksAsync(), scene.Bank.Server.Clock.GetUtcNow(), "sid");
            Assert.Equal("RS256", (string?)idToken.Header["alg"]);
            UserInfoRules.Check(await client.UserInfoAsync(flow.Tokens.AccessToken), flow.Tokens);
        }
    }

    [Clause("OIDCC-15.1")]
    [Theory(DisplayName = "oidcc-idtoken-signature: by the algorithm that the client registered, with a kid")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["RS256", "PS256", "ES256"])]
    public async Task Id_token_is_signed_as_registered(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var client = await RegisterAsync(scene, "id_token_signed_response_alg", algorithm);
        using var visitor = Visitor.At(scene.Bank);

        var idToken = SignedJwt.Parse((await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!);

        Assert.Equal(algorithm, (string?)idToken.Header["alg"]);
        Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
    }

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

    [Clause("OIDCC-3.1.2.1")]
    [Clause("RFC6749-4.1.1")]
    [Theory(DisplayName = "oidcc-ensure-request-without-nonce-succeeds-for-code-flow: no nonce, no state and no PKCE are none in return")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Nonce_state_and_pkce_may_be_left_out(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = null, State = null, CodeVerifier = null });

        Assert.Null(flow.Answer.State);
        Assert.Null(SignedJwt.Parse(flow.Tokens.IdToken!)["nonce"]);
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

    [Clause("DPOP-5")]
    [Clause("DPOP-10")]
    [Theory(DisplayName = "A client that binds its tokens is held to its key, for the code as for the token")]
    [EachVariant("pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Bound_client_is_held_to_its_key(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var client = scene.First;
        var request = scene.NewRequest(client);
        var pushed = await client.PushAsync(request);
        var answer = await visitor.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));

        ResponseRules.CheckError(await client.RedeemCodeAsync(answer.Code, request, redeem => redeem.Proof = null), "invalid_dpop_proof");
        ResponseRules.CheckError(await (client with { DPoPKey = SigningKey.NewEs256() }).RedeemCodeAsync(answer.Code, request), "invalid_dpop_proof");
        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal("DPoP", tokens.Expect(200).Text("token_type"));
        Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, call => (call.AccessTokenScheme, call.Proof) = ("Bearer", null))).Status);
        (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);
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

    [Clause("OIDFPRM-2")]
    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "oidcc form post: the answer by form, where the client asks for it")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Answer_by_form_post(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { ResponseMode = "form_post" });

        Assert.NotNull(flow.Answer.Posted);
        Assert.Equal(flow.Request.State, flow.Answer.State);
    }

    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "oidcc-codereuse, oidcc-codereuse-30seconds: a code used twice ends what came of it")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Code_works_once(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var ledger = scene.OpenLedger();

        var again = await scene.First.RedeemCodeAsync(flow.Answer.Code, flow.Request);

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "RFC6749-4.1.2");
        Assert.Equal(401, (await scene.First.UserInfoAsync(flow.Tokens.AccessToken)).Status);
    }

    [Clause("RFC9700-4.14.2")]
    [Theory(DisplayName = "oidcc-refresh-token: the same refresh token again, and a new id_token about the same customer")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Refresh_token_is_not_rotated(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["prompt"] = "consent");

        var renewed = await scene.First.RefreshAsync(flow.Tokens.RefreshToken!);
        var foreign = await scene.Second.RefreshAsync(flow.Tokens.RefreshToken!);

        renewed.Expect(200);
        Assert.Null(renewed.RefreshToken);
        var (before, after) = (SignedJwt.Parse(flow.Tokens.IdToken!), SignedJwt.Parse(renewed.IdToken!));
        Assert.Equal((before["iss"], before["sub"], before["aud"], before["sid"]), (after["iss"], after["sub"], after["aud"], after["sid"]));
        Assert.Equal(before.Time("auth_time"), after.Time("auth_time"));
        (await scene.First.UserInfoAsync(renewed.AccessToken)).Expect(200);
        ResponseRules.CheckError(foreign, "invalid_grant");
    }

    [Clause("RFC9700-4.12")]
    [Theory(DisplayName = "A form with the customer's answers is never sent on: 303")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Redirects_are_303(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.ApproveAsync(scene.First.DirectUrl(scene.NewRequest(scene.First)));

        Assert.All(visitor.Browser.Trail, answer => Assert.Equal(303, answer.Status));
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

    private static async Task<FintechClient> RegisterAsync(Scene scene, string member, JsonNode? value)
    {
        var registration = scene.First.Registration.With("client_id", "oidc-" + AuthorizationRequest.NewSecret()).With(member, value);
        await scene.Bank.RegisterAsync(registration);
        return await scene.Bank.Server.ConnectAsync(registration);
    }
}
