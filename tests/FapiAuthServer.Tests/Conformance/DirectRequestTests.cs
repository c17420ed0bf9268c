using System.Net;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Authorization requests that the customer's browser carries, and the ways an answer travels back.</summary>
public sealed class DirectRequestTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "A signed request by value is answered with a code and an ID token in the fragment")]
    [EachVariant("pkjwt-mtls mtls-mtls", OpenId = OpenIdUse.With)]
    public async Task Hybrid_answer_comes_in_the_fragment(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);

        foreach (var client in new[] { scene.First, scene.Second })
        {
            var request = scene.NewRequest(client) with { ResponseType = "code id_token", CodeVerifier = null };
            var answer = await scene.Bank.ApproveAsync(client.DirectUrl(request));

            Assert.NotEmpty(answer.Address.Fragment);
            Assert.DoesNotContain("code", FormParameters.Decode(answer.Address.Query).Pairs.Select(pair => pair.Key));
            Assert.Equal(request.State, answer.State);
            var idToken = SignedJwt.Parse(answer.IdToken!);
            Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal(request.Nonce, idToken["nonce"]);
            Assert.Equal(JwtHashes.LeftHalf(answer.Code), idToken["c_hash"]);
            Assert.Equal(JwtHashes.LeftHalf(request.State!), idToken["s_hash"]);

            var tokens = await client.RedeemCodeAsync(answer.Code, request);
            tokens.Expect(200);
            (await scene.CallAccountsAsync(client, tokens.AccessToken)).Expect(200);
        }
    }

    [Theory(DisplayName = "Signed responses travel in the query, the fragment or a form")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With, Cases = ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"])]
    public async Task Signed_answers_travel_as_asked(Variant variant, string mode)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);
        var client = scene.Second;
        var request = scene.NewRequest(client) with { ResponseMode = mode };

        var answer = await scene.Bank.ApproveAsync(client.DirectUrl(request));

        Assert.Equal(mode == "form_post.jwt", answer.Posted is not null);
        Assert.Equal(mode == "fragment.jwt", answer.Address.Fragment.Length > 0);
        var response = SignedJwt.Parse(answer.Response!);
        Assert.True(response.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal(request.State, response["state"]);
        (await client.RedeemCodeAsync(response["code"]!, request)).Expect(200);
    }

    [Theory(DisplayName = "An answer by form: to the redirect URI alone, by a page that keeps nothing and runs no script but its own")]
    [EachVariant("pkjwt-bearer", OpenId = OpenIdUse.With)]
    public async Task Form_post_page_is_strict(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Baseline);
        var client = scene.Second;
        var request = scene.NewRequest(client) with { ResponseMode = "form_post", State = "\"><script>alert(1)</script>" };

        var (answer, page) = await scene.Bank.AtConsentAsync(client.DirectUrl(request), async browser => (await browser.ApproveAsync(), browser.Page.Response));

        Assert.Equal(client.RedirectUri, answer.Address);
        Assert.Equal(request.State, answer.State);
        Assert.Equal(200, page.Status);
        Assert.Contains("script-src 'self'; form-action https:", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
        (await client.RedeemCodeAsync(answer.Code, request)).Expect(200);
    }

    [Theory(DisplayName = "A plain request in the open: an answer in the query, and a token that lives less than ten minutes where no key holds it")]
    [EachVariant("pkjwt-bearer pkjwt-dpop pkjwt-mtls mtls-mtls", OpenId = OpenIdUse.With)]
    public async Task Plain_request_is_answered(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Baseline);
        var client = scene.First;
        var request = scene.NewRequest(client);

        var answer = await scene.Bank.ApproveAsync(client.DirectUrl(request));
        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal(client.Metadata.Issuer, answer.Issuer);
        Assert.InRange(tokens.Expect(200).Number("expires_in")!.Value, 1, 599);
        (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);
    }

    [Theory(DisplayName = "A refusal goes to the redirect URI in the open, if the client registered it, and to nobody otherwise")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With)]
    public async Task Refusals_go_to_registered_addresses_only(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);
        var client = scene.First;
        var request = scene.NewRequest(client) with { ResponseType = "code id_token" };
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(client.DirectUrl(request, signed => signed.Claims["aud"] = "https://elsewhere.example.test"));
        Assert.Equal("invalid_request_object", browser.Answer?.Error);
        Assert.NotEmpty(browser.Answer!.Address.Fragment);

        await browser.OpenAsync(client.DirectUrl(request, change: open => (open["redirect_uri"], open["request"]) = ("https://evil.example.test/", open["request"] + "x")));
        Assert.Null(browser.Answer);
        Assert.Equal("invalid_request_object", browser.Page.ErrorCode);

        await browser.OpenAsync(client.DirectUrl(request, signed => signed.Claims["redirect_uri"] = "https://evil.example.test/"));
        Assert.Null(browser.Answer);
        Assert.Equal("invalid_request", browser.Page.ErrorCode);

        await browser.OpenAsync(client.DirectUrl(request, change: open => open["client_id"] = "nobody"));
        Assert.Null(browser.Answer);
        Assert.Equal((int)HttpStatusCode.BadRequest, browser.Page.Response.Status);
    }

    [Theory(DisplayName = "A refusal of what the client did sign is answered as it asked inside, one of what it did not sign in the open")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With)]
    public async Task Refusals_are_signed_once_the_signature_is_good(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);
        var client = scene.First;
        var request = scene.NewRequest(client) with { ResponseMode = "jwt" };
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(client.DirectUrl(request, signed => signed.Claims.Remove("exp")));
        var answer = SignedJwt.Parse(browser.Answer!.Response!);
        Assert.Equal(("invalid_request_object", request.State), (answer["error"], answer["state"]));
        Assert.Null(browser.Answer.Error);

        await browser.OpenAsync(client.DirectUrl(request, change: open => open["request"] += "x"));
        Assert.Equal("invalid_request_object", browser.Answer?.Error);
        Assert.Null(browser.Answer!.Response);
    }
}
