using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Fapi1.Staging;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>Section 3 of the catalogue: requests that lead to tokens, and the customer who says no.</summary>
public sealed class AcceptedRequestTests(ConformanceBanks banks)
{
    [Clause("FAPI1-A-FINAL-5.2.2-1")]
    [Clause("FAPI1-A-FINAL-5.2.2-2")]
    [Clause("FAPI1-A-FINAL-5.2.2.2")]
    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Clause("FAPI1-A-FINAL-5.2.2-6")]
    [Clause("RFC9207-2")]
    [Clause("PAR-5")]
    [Theory(DisplayName = "fapi1-advanced-final: both clients connect, the second one with reversed parameters and 128 characters of state")]
    [EachFapi1Variant]
    public async Task Both_clients_connect(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, redeem: AddFapiHeaders, use: AddFapiHeaders);
        await scene.CompleteAsync(
            scene.Second,
            scene.NewRequest(scene.Second) with { State = string.Concat(Enumerable.Repeat("state-._~abcdefg", 8)), Nonce = new string('n', 43) },
            redeem: request => request.Form.Reverse());
    }

    [Clause("FAPI1-A-FINAL-5.2.2-6")]
    [Theory(DisplayName = "fapi1-advanced-final: a token is used with its certificate, in the header, and by its client alone")]
    [EachFapi1Variant(Requests = Fapi1Variant.ByValue)]
    public async Task Token_is_its_clients(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.Second);
        var api = scene.Bank.AccountsFor(Bank.Fapi1Advanced);
        Action<ProtocolRequest>[] wrong =
        [
            use => use.Certificate = scene.First.Certificate,
            use => use.Certificate = null,
            use => (use.Address, use.AccessToken) = (new UriBuilder(api) { Query = "access_token=" + tokens.AccessToken }.Uri, null),
            use => use.AccessTokenScheme = "DPoP",
        ];

        foreach (var change in wrong)
        {
            ResourceRules.CheckRefused(await scene.Second.CallApiAsync(api, tokens.AccessToken, change));
        }
        ResourceRules.Check(await scene.Second.CallApiAsync(api, tokens.AccessToken, use => use.Headers.Add(new("Accept", "application/json;charset=UTF-8"))));
    }

    [Theory(DisplayName = "access-token-type-header-case-sensitivity: the scheme's case does not matter")]
    [EachFapi1Variant]
    public async Task Scheme_is_compared_without_regard_to_case(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, use: request => request.AccessTokenScheme = "bEARER");
    }

    [Theory(DisplayName = "user-rejects-authentication: both clients are told access_denied, with their state")]
    [EachFapi1Variant]
    public async Task Customer_who_denies_is_reported_to_the_client(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        foreach (var client in new[] { scene.First, scene.Second })
        {
            var request = scene.NewRequest(client) with { State = new string('s', 128) };
            var address = await scene.AddressAsync(client, request);
            var before = scene.OpenLedger();

            var answer = await scene.ReadAsync(client, request, await scene.Bank.DenyAsync(address));

            Assert.Equal("access_denied", answer["error"]);
            Assert.Null(answer["code"]);
            await before.IsAuditedAsync("Authorization", "customer_denied", "RFC6749-4.1.2.1");
        }
    }

    [Clause("FAPI1-A-FINAL-5.2.2-15")]
    [Theory(DisplayName = "ensure-request-object-with-multiple-aud-succeeds: an array that holds the issuer")]
    [EachFapi1Variant]
    public async Task Several_audiences_are_accepted(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, sign: signed => signed.Claims["aud"] = new JsonArray((string)signed.Claims["aud"]!, "https://other.example", "invalid"));
    }

    [Clause("FAPI1-B-FINAL-5.2.2.3")]
    [Theory(DisplayName = "ensure-authorization-request-without-state-success: with openid there may be none, and then none comes back, nor its hash")]
    [EachFapi1Variant]
    public async Task Request_without_state_succeeds(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { State = null });
    }

    [Clause("FAPI1-A-FINAL-5.2.2-18")]
    [Theory(DisplayName = "ensure-valid-pkce-succeeds: a challenge is taken where none is demanded")]
    [EachFapi1Variant(Requests = Fapi1Variant.ByValue)]
    public async Task Challenge_by_value_is_taken(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var request = scene.NewRequest(scene.First) with { CodeVerifier = AuthorizationRequest.NewSecret() };

        var answer = await scene.AuthorizeAsync(scene.First, request);

        var ledger = scene.OpenLedger();
        await ledger.TokenIsRefusedAsync(
            await scene.RedeemAsync(scene.First, answer, redeem => redeem.Form["code_verifier"] = null), "invalid_grant", "code_verifier_mismatch", "RFC7636-4.6");
        (await scene.RedeemAsync(scene.First, answer)).Expect(200);
    }

    [Theory(DisplayName = "ensure-other-scope-order-succeeds: scopes in reverse order")]
    [EachFapi1Variant]
    public async Task Scopes_in_another_order_succeed(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "offline_access accounts openid" });
    }

    [Clause("FAPI1-A-FINAL-5.2.2-10")]
    [Theory(DisplayName = "ensure-different-nonce-inside-and-outside-request-object: the signed nonce counts")]
    [EachFapi1Variant]
    public async Task Nonce_beside_the_request_does_not_count(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, beside: query => query["nonce"] = "another-nonce");
    }

    [Clause("FAPI1-A-FINAL-5.2.2-10")]
    [Theory(DisplayName = "state-only-outside-request-object-not-used: no state comes back, nor its hash")]
    [EachFapi1Variant]
    public async Task State_only_beside_the_request_is_not_used(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { State = null }, beside: query => query["state"] = "outside");
    }

    [Theory(DisplayName = "ensure-request-object-with-64-char-nonce-success: it comes back whole")]
    [EachFapi1Variant]
    public Task Nonce_of_64_characters_succeeds(Fapi1Variant variant) => WithNonceAsync(variant, 64);

    [Clause("OIDCC-15.5.2")]
    [Theory(DisplayName = "ensure-request-object-with-long-nonce: 384 characters come back whole")]
    [EachFapi1Variant]
    public Task Nonce_of_384_characters_succeeds(Fapi1Variant variant) => WithNonceAsync(variant, 384);

    [Theory(DisplayName = "ensure-request-object-with-long-state: 1000 characters come back whole")]
    [EachFapi1Variant]
    public async Task State_of_1000_characters_succeeds(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { State = Long(1000) });
    }

    [Theory(DisplayName = "par-without-duplicate-parameters: the authorization URL has client_id and request_uri only")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Short_authorization_url_succeeds(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, beside: query => Assert.Equal(["client_id", "request_uri"], query.Pairs.Select(pair => pair.Key)));
    }

    [Theory(DisplayName = "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: opened twice before sign-in")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Request_uri_opened_twice_before_sign_in_succeeds(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var address = await scene.AddressAsync(scene.First, request);
        using (var gaveUp = scene.Bank.Server.OpenBrowser())
        {
            await gaveUp.OpenAsync(address);
            Assert.True(gaveUp.Page.IsSignIn);
        }

        var answer = await scene.ReadAsync(scene.First, request, await scene.Bank.ApproveAsync(address));

        (await scene.RedeemAsync(scene.First, answer)).Expect(200);
    }

    [Clause("RFC9700-4.12")]
    [Theory(DisplayName = "A customer with a fresh browser signs in, and every redirect is a 303")]
    [EachFapi1Variant(Clients = "pkjwt-mtls")]
    public async Task Customer_with_a_fresh_browser_is_redirected_by_303(Fapi1Variant variant)
    {
        var scene = await SetAsync(variant);
        var customer = scene.Bank.Server.Kit.NextCustomer();
        var redirects = new List<int>();
        using var browser = scene.Bank.Server.OpenBrowser();

        foreach (var step in new Func<Task>[]
        {
            async () => await browser.OpenAsync(await scene.AddressAsync(scene.First, scene.NewRequest(scene.First))),
            () => browser.SignInAsync(customer),
            () => browser.VerifyAsync(customer),
            () => browser.ApproveAsync(),
        })
        {
            await step();
            redirects.AddRange(browser.Trail.Select(response => response.Status).Where(status => status is >= 300 and < 400));
        }

        Assert.True(redirects.Count >= 5);
        Assert.All(redirects, status => Assert.Equal(303, status));
    }

    private Task<Fapi1Scene> SetAsync(Fapi1Variant variant) => Fapi1Scene.SetAsync(banks, variant);

    private async Task WithNonceAsync(Fapi1Variant variant, int length)
    {
        var scene = await SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = Long(length) });
    }

    // Not one character over and over: a cut in the middle would show, too.
    private static string Long(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at % 26))));

    private static void AddFapiHeaders(ProtocolRequest request)
    {
        request.Headers.Add(new("x-fapi-interaction-id", "C770AEF3-6784-41F7-8E0E-FF5F97bddb3a"));
        request.Headers.Add(new("x-fapi-auth-date", "Sun, 10 Sep 2017 19:43:31 UTC"));
        request.Headers.Add(new("x-fapi-customer-ip-address", "2001:db8::1893:25c8:1946"));
    }
}
