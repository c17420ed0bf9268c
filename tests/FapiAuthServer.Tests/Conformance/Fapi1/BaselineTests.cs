using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>FAPI 1.0 Part 1, section 5.2.2: the read-only profile. The suite has no plan for it, so its items are the rows.</summary>
public sealed class BaselineTests(ConformanceBanks banks)
{
    private const string Bound = "pkjwt-dpop pkjwt-mtls mtls-mtls mtls-dpop";
    private const string Unbound = "pkjwt-bearer mtls-bearer";
    private const string All = Unbound + " " + Bound;

    [Clause("FAPI1-B-FINAL-5.2.2-4")]
    [Clause("FAPI1-B-FINAL-5.2.2-7")]
    [Clause("FAPI1-B-FINAL-5.2.2-9")]
    [Clause("FAPI1-B-FINAL-5.2.2-21")]
    [Clause("OIDMRT-2.1")]
    [Clause("PAR-5")]
    [Clause("RFC9207-2")]
    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "A plain request leads to tokens, whoever the client is and whichever way it goes; without a key they live less than ten minutes")]
    [EachVariant(All, OpenId = OpenIdUse.Both, Cases = ["direct", "pushed", "direct, form_post"])]
    public async Task Request_leads_to_tokens(Variant variant, string way)
    {
        var scene = await SetAsync(variant);
        foreach (var client in new[] { scene.First, scene.Second })
        {
            var request = scene.NewRequest(client) with { ResponseMode = way.EndsWith("form_post", StringComparison.Ordinal) ? "form_post" : null };

            var answer = await scene.Bank.ApproveAsync(
                way == "pushed" ? client.AuthorizeUrl((await client.PushAsync(request)).RequestUri) : client.DirectUrl(request));
            var tokens = await client.RedeemCodeAsync(answer.Code, request);

            Assert.Equal((client.Metadata.Issuer, request.State), (answer.Issuer, answer.State));
            TokenRules.Check(tokens, client, variant.OpenId);
            if (IsUnbound(variant))
                Assert.InRange(tokens.ExpiresIn!.Value, 1, 599);
            if (variant.OpenId)
                IdentityTokenRules.Check(tokens, request, client, await client.FetchJwksAsync(), scene.Bank.Server.Clock.GetUtcNow());
            ResourceRules.Check(await scene.CallAccountsAsync(client, tokens.AccessToken));
        }
    }

    [Clause("FAPI1-B-FINAL-5.2.2-21")]
    [Theory(DisplayName = "A client that registered a key gets no token without it")]
    [EachVariant(Bound)]
    public async Task Bound_client_gets_no_token_without_its_key(Variant variant)
    {
        var scene = await SetAsync(variant);
        var (address, request) = Direct(scene);
        var answer = await scene.Bank.ApproveAsync(address);
        var ledger = scene.OpenLedger();

        var refused = await scene.First.RedeemCodeAsync(answer.Code, request, redeem =>
        {
            redeem.Proof = null;
            redeem.Certificate = variant.BindsByDPoP ? redeem.Certificate : null;
        });

        var (error, reason, clause) = variant.BindsByDPoP ? ("invalid_dpop_proof", "proof_required", "FAPI1-B-FINAL-5.2.2-21")
            : variant.AuthenticatesByAssertion ? ("invalid_request", "sender_constraint_missing", "FAPI1-B-FINAL-5.2.2-21")
            : ("invalid_client", "certificate_missing", "RFC8705-2");
        await ledger.TokenIsRefusedAsync(refused, error, reason, clause);
        (await scene.First.RedeemCodeAsync(answer.Code, request)).Expect(200);
    }

    [Clause("DPOP-10")]
    [Theory(DisplayName = "A code asked for with a DPoP key is redeemed with that key alone")]
    [EachVariant(ClientTypes.WithDPoP)]
    public async Task Code_is_bound_to_the_dpop_key(Variant variant)
    {
        var scene = await SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var answer = await scene.Bank.ApproveAsync(scene.First.DirectUrl(request, change: query => query["dpop_jkt"] = scene.First.DPoPKey!.Thumbprint));
        var ledger = scene.OpenLedger();

        var refused = await (scene.First with { DPoPKey = SigningKey.NewEs256() }).RedeemCodeAsync(answer.Code, request);

        await ledger.TokenIsRefusedAsync(refused, "invalid_dpop_proof", "code_key_mismatch", "DPOP-10");
        (await scene.First.RedeemCodeAsync(answer.Code, request)).Expect(200);
    }

    [Clause("FAPI1-B-FINAL-5.2.2-7")]
    [Theory(DisplayName = "A challenge by S256 is demanded, whichever way the request goes")]
    [EachVariant(Unbound, Cases = ["none", "plain", "no method"])]
    public Task Challenge_is_demanded(Variant variant, string challenge) => RefusedAsync(
        variant,
        form =>
        {
            form["code_challenge_method"] = challenge == "plain" ? "plain" : null;
            if (challenge == "none")
                form["code_challenge"] = null;
        },
        "invalid_request",
        challenge == "none" ? "proof_key_required" : "proof_key_method_refused",
        "FAPI1-B-FINAL-5.2.2-7");

    [Clause("FAPI1-B-FINAL-5.2.2-7")]
    [Theory(DisplayName = "A code is redeemed with its verifier alone")]
    [EachVariant(Unbound, Cases = ["absent", "another"])]
    public async Task Verifier_is_demanded(Variant variant, string verifier)
    {
        var scene = await SetAsync(variant);
        var (address, request) = Direct(scene);
        var answer = await scene.Bank.ApproveAsync(address);
        var ledger = scene.OpenLedger();

        var refused = await scene.First.RedeemCodeAsync(
            answer.Code, request, redeem => redeem.Form["code_verifier"] = verifier == "absent" ? null : AuthorizationRequest.NewSecret());

        await ledger.TokenIsRefusedAsync(refused, "invalid_grant", "code_verifier_mismatch", "RFC7636-4.6");
        (await scene.First.RedeemCodeAsync(answer.Code, request)).Expect(200);
    }

    [Clause("FAPI1-B-FINAL-5.2.2-9")]
    [Theory(DisplayName = "redirect_uri is demanded, though the client has registered just one")]
    [EachVariant(Unbound)]
    public Task Redirect_uri_is_demanded(Variant variant)
        => RefusedAsync(variant, form => form["redirect_uri"] = null, "invalid_request", "redirect_uri_missing", "FAPI1-B-FINAL-5.2.2-9", staysInBrowser: true);

    [Clause("FAPI1-B-FINAL-5.2.2-20")]
    [Theory(DisplayName = "redirect_uri is compared exactly, and http is not https")]
    [EachVariant(Unbound, Cases = ["/more", "http", "upper case"])]
    public Task Redirect_uri_is_compared_exactly(Variant variant, string change) => RefusedAsync(
        variant,
        form => form["redirect_uri"] = change switch
        {
            "http" => form["redirect_uri"]!.Replace("https:", "http:", StringComparison.Ordinal),
            "upper case" => form["redirect_uri"]!.Replace("/callback", "/CALLBACK", StringComparison.Ordinal),
            _ => form["redirect_uri"] + change,
        },
        "invalid_request",
        "redirect_uri_unregistered",
        "RFC6749-3.1.2.3",
        staysInBrowser: true);

    [Clause("FAPI1-B-FINAL-5.2.2.2")]
    [Theory(DisplayName = "nonce is demanded with openid")]
    [EachVariant(Unbound, OpenId = OpenIdUse.With)]
    public Task Nonce_is_demanded_with_openid(Variant variant)
        => RefusedAsync(variant, form => form["nonce"] = null, "invalid_request", "nonce_missing", "FAPI1-B-FINAL-5.2.2.2");

    [Clause("FAPI1-B-FINAL-5.2.2.3")]
    [Theory(DisplayName = "state is demanded without openid")]
    [EachVariant(Unbound)]
    public Task State_is_demanded_without_openid(Variant variant)
        => RefusedAsync(variant, form => form["state"] = null, "invalid_request", "state_missing", "FAPI1-B-FINAL-5.2.2.3");

    [Clause("RFC6749-3.1.1")]
    [Theory(DisplayName = "response_type is code")]
    [EachVariant(Unbound, Cases = ["code id_token", "token", "id_token"])]
    public Task Other_response_types_are_refused(Variant variant, string type)
        => RefusedAsync(variant, form => form["response_type"] = type, "unsupported_response_type", "response_type_unsupported", "RFC6749-3.1.1");

    [Clause("OIDMRT-2.1")]
    [Theory(DisplayName = "response_mode is query or form_post; answers are not signed here")]
    [EachVariant(Unbound, Cases = ["fragment", "jwt", "query.jwt", "form_post.jwt"])]
    public Task Other_response_modes_are_refused(Variant variant, string mode)
        => RefusedAsync(variant, form => form["response_mode"] = mode, "invalid_request", "response_mode_unsupported", "OIDMRT-2.1");

    [Clause("OIDCC-6.1")]
    [Theory(DisplayName = "A request object is refused, not ignored")]
    [EachVariant(Unbound)]
    public async Task Request_object_is_refused(Variant variant)
    {
        var scene = await SetAsync(variant);
        var requestObject = scene.First.NewRequestObject(scene.NewRequest(scene.First)).Sign();

        await RefusedAsync(variant, form => form["request"] = requestObject, "request_not_supported", "request_object_unsupported", "OIDCC-6.1");
    }

    [Clause("FAPI1-B-FINAL-5.2.2-13")]
    [Theory(DisplayName = "A code is used once; used again, it ends the tokens")]
    [EachVariant(Unbound, OpenId = OpenIdUse.With)]
    public async Task Code_used_twice_ends_the_tokens(Variant variant)
    {
        var scene = await SetAsync(variant);
        var (address, request) = Direct(scene);
        var answer = await scene.Bank.ApproveAsync(address);
        var tokens = await scene.First.RedeemCodeAsync(answer.Code, request);
        (await scene.First.UserInfoAsync(tokens.AccessToken)).Expect(200);
        var ledger = scene.OpenLedger();

        var again = await scene.First.RedeemCodeAsync(answer.Code, request);

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "FAPI1-B-FINAL-5.2.2-13");
        await ledger.ResourceIsRefusedAsync(await scene.First.UserInfoAsync(tokens.AccessToken), 401, "invalid_token", "token_invalid", "RFC6750-3.1");
    }

    [Clause("FAPI1-B-FINAL-5.2.2-4")]
    [Clause("FAPI1-B-FINAL-5.2.2-1")]
    [Theory(DisplayName = "Without authentication there is no token, and a secret is none")]
    [EachVariant(Unbound, Cases = ["nothing", "secret"])]
    public async Task Authentication_is_demanded(Variant variant, string credential)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request =>
        {
            (request.Assertion, request.Certificate) = (null, null);
            if (credential == "secret")
                request.Form["client_secret"] = "secret";
        });

        var (reason, clause) = credential == "secret" ? ("client_method_not_allowed", "FAPI1-B-FINAL-5.2.2-4")
            : variant.AuthenticatesByAssertion ? ("client_credentials_missing", "FAPI1-B-FINAL-5.2.2-4")
            : ("certificate_missing", "RFC8705-2");
        await ledger.TokenIsRefusedAsync(answer, "invalid_client", reason, clause);
    }

    [Clause("FAPI1-B-FINAL-5.2.2-5")]
    [Theory(DisplayName = "Assertions are signed by PS256 or ES256")]
    [EachVariant("pkjwt-bearer")]
    public async Task Assertion_signed_by_RS256_is_refused(Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Assertion!.Header["alg"] = "RS256");

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "assertion_algorithm", "FAPI1-B-FINAL-5.2.2-5");
    }

    [Theory(DisplayName = "client_id and credentials name the same client (item 19)")]
    [EachVariant("pkjwt-bearer")]
    public async Task Another_clients_id_is_refused(Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Form["client_id"] = scene.Second.ClientId);

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "assertion_algorithm", "FAPI1-B-FINAL-5.2.2-5");
    }

    [Clause("RFC9700-4.14.2")]
    [Theory(DisplayName = "A refresh token stays the same, and what it brings lives as short")]
    [EachVariant(Unbound, OpenId = OpenIdUse.With)]
    public async Task Refresh_token_is_not_rotated(Variant variant)
    {
        var scene = await SetAsync(variant);
        var (address, request) = Direct(scene);
        var tokens = await scene.First.RedeemCodeAsync((await scene.Bank.ApproveAsync(address)).Code, request);

        foreach (var refreshed in new[] { await scene.First.RefreshAsync(tokens.RefreshToken!), await scene.First.RefreshAsync(tokens.RefreshToken!) })
        {
            TokenRules.Check(refreshed, scene.First, openId: true, refreshable: false);
            Assert.InRange(refreshed.ExpiresIn!.Value, 1, 599);
        }
    }

    private static bool IsUnbound(Variant variant) => variant.ClientType.EndsWith("bearer", StringComparison.Ordinal);

    private static (Uri Address, AuthorizationRequest Request) Direct(Scene scene)
    {
        var request = scene.NewRequest(scene.First);
        return (scene.First.DirectUrl(request), request);
    }

    private Task<Scene> SetAsync(Variant variant) => banks.SetAsync(variant, Bank.Fapi1Baseline);

    // The same request both ways: in the open, and pushed.
    private async Task RefusedAsync(
        Variant variant, Action<FormParameters> change, string error, string reason, string clause, bool staysInBrowser = false)
    {
        var scene = await SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => change(push.Form));
        using var browser = scene.Bank.Server.OpenBrowser();
        await browser.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: change));

        await ledger.PushIsRefusedAsync(pushed, error, reason, clause);
        if (staysInBrowser)
        {
            Assert.Null(browser.Answer);
            Assert.Equal((error, 400), (browser.Page.ErrorCode, browser.Page.Response.Status));
        }
        else
        {
            Assert.Equal((error, null), (browser.Answer?.Error, browser.Answer?.Parameters["code"]));
        }
        await ledger.IsRefusedAsync("Authorization", reason, clause, namesClient: true);
    }
}
