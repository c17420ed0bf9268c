using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>The flow as the suite's two clients run it, and how a token may be used.</summary>
public sealed class HappyFlowTests(ConformanceBanks banks)
{
    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Clause("FAPI2-SP-FINAL-5.3.2.2-7")]
    [Theory(DisplayName = "happy-flow: the first client, with parameters repeated beside request_uri and x-fapi headers")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task First_client_connects(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var request = scene.NewRequest(scene.First);

        await scene.CompleteAsync(
            scene.First,
            request,
            push: AddFapiHeaders,
            open: query =>
            {
                query["response_type"] = "code";
                query["scope"] = request.Scope;
                query["redirect_uri"] = request.RedirectUri.OriginalString;
            },
            redeem: AddFapiHeaders,
            use: AddFapiHeaders);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "happy-flow: the second client, with reversed parameters, a redirect URI with a query, dpop_jkt instead of a proof")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Second_client_connects(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var request = scene.NewRequest(scene.Second) with
        {
            State = Text(128),
            Nonce = variant.OpenId ? Text(43) : null,
            CodeVerifier = Text(128),
        };

        var flow = await scene.CompleteAsync(
            scene.Second,
            request,
            push: push =>
            {
                push.Proof = null;
                push.Form["dpop_jkt"] = scene.Second.DPoPKey?.Thumbprint;
                push.Form.Reverse();
            },
            open: query => query.Reverse(),
            redeem: redeem => redeem.Form.Reverse());

        Assert.Equal("lorem", flow.Answer.Parameters["dummy1"]);
        Assert.Equal("ipsum", flow.Answer.Parameters["dummy2"]);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-11")]
    [Theory(DisplayName = "happy-flow: a customer with a fresh browser signs in, and every redirect is a 303")]
    [EachVariant(ClientTypes.All, OpenId = OpenIdUse.With)]
    public async Task Customer_with_a_fresh_browser_is_redirected_by_303(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var customer = scene.Bank.Server.Kit.NextCustomer();
        var request = scene.NewRequest(scene.First);
        var pushed = await scene.First.PushAsync(request);
        var redirects = new List<int>();

        using var browser = scene.Bank.Server.OpenBrowser();
        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        redirects.AddRange(Redirects(browser.Trail));
        await browser.SignInAsync(customer);
        redirects.AddRange(Redirects(browser.Trail));
        await browser.VerifyAsync(customer);
        redirects.AddRange(Redirects(browser.Trail));
        var answer = await browser.ApproveAsync();
        redirects.AddRange(Redirects(browser.Trail));

        AnswerRules.Check(answer, request, scene.First);
        Assert.True(redirects.Count >= 5);
        Assert.All(redirects, status => Assert.Equal(303, status));
        var tokens = await scene.First.RedeemCodeAsync(answer.Code, request);
        Assert.Equal(customer.Subject, SignedJwt.Parse(tokens.IdToken!)["sub"]);
    }

    [Theory(DisplayName = "happy-flow: userinfo tolerates Accept with parameters and lists, and an IPv6 customer address")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Userinfo_tolerates_what_the_suite_sends(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);

        foreach (var accept in new[] { "application/json;charset=UTF-8", "application/json, application/*+json, */*" })
        {
            var answer = await scene.First.UserInfoAsync(
                tokens.AccessToken,
                use =>
                {
                    use.Headers.Add(new("Accept", accept));
                    use.Headers.Add(new("x-fapi-customer-ip-address", "2001:db8::1893:25c8:1946"));
                });

            UserInfoRules.Check(answer, tokens);
        }
    }

    [Theory(DisplayName = "happy-flow: an access token in the query string opens nothing")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Token_in_the_query_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.UserInfoAsync(
            tokens.AccessToken,
            use =>
            {
                use.Address = new UriBuilder(use.Address) { Query = "access_token=" + tokens.AccessToken }.Uri;
                use.AccessToken = null;
                use.Proof = null;
            });

        await ledger.ResourceIsRefusedAsync(answer, 400, "invalid_request", "token_in_query", "FAPI2-SP-FINAL-5.3.4-2");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "happy-flow: the second client's token with the first client's DPoP key is refused")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Token_used_with_another_key_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.Second);
        var ledger = scene.OpenLedger();

        var answer = await (scene.Second with { DPoPKey = scene.First.DPoPKey }).UserInfoAsync(tokens.AccessToken);

        await ledger.ResourceIsRefusedAsync(answer, 401, "invalid_dpop_proof", "token_proof_invalid", "DPOP-7.1");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "happy-flow: the second client's token with the first client's certificate, or with none, is refused")]
    [EachVariant("pkjwt-mtls mtls-mtls", OpenId = OpenIdUse.With, Cases = ["another certificate", "no certificate"])]
    public async Task Token_used_with_another_certificate_is_refused(Variant variant, string name)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.Second);
        var ledger = scene.OpenLedger();

        var answer = await scene.Second.UserInfoAsync(
            tokens.AccessToken,
            use => use.Certificate = name == "no certificate" ? null : scene.First.Certificate);

        await ledger.ResourceIsRefusedAsync(answer, 401, "invalid_token", "token_certificate_mismatch", "RFC8705-3");
    }

    [Theory(DisplayName = "access-token-type-header-case-sensitivity: the scheme's case does not matter")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Scheme_is_compared_without_regard_to_case(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);

        var answer = await scene.First.UserInfoAsync(
            tokens.AccessToken, use => use.AccessTokenScheme = variant.BindsByDPoP ? "dpOP" : "bEARER");

        UserInfoRules.Check(answer, tokens);
    }

    private static void AddFapiHeaders(ProtocolRequest request)
    {
        request.Headers.Add(new("x-fapi-interaction-id", "C770AEF3-6784-41F7-8E0E-FF5F97bddb3a"));
        request.Headers.Add(new("x-fapi-auth-date", "Sun, 10 Sep 2017 19:43:31 UTC"));
        request.Headers.Add(new("x-fapi-customer-ip-address", "198.51.100.119"));
    }

    // Every character that may stand in a code_verifier, and no more of them than asked for.
    private static string Text(int length) =>
        "-._~" + string.Concat(Enumerable.Range(0, length - 4).Select(_ => Unreserved[Random.Shared.Next(Unreserved.Length)]));

    private static IEnumerable<int> Redirects(IEnumerable<ServerResponse> trail) =>
        trail.Select(response => response.Status).Where(status => status is >= 300 and < 400);
}
