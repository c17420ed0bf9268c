using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>Requests that the browser carries: whatever stands in the open was written by anybody.</summary>
public sealed class DirectRequestTests(SecurityBanks banks)
{
    private const string Signing = "fapi1-pkjwt-mtls-2";
    private const string Plain = "fapi1-baseline-pkjwt-bearer-2";

    [Theory(DisplayName = "Advisory 30, CVE-2023-6927: every response mode runs the same redirect checks (corpus)")]
    [InlineData(Plain, "code", "query form_post")]
    [InlineData(Signing, "code", "jwt query.jwt fragment.jwt form_post.jwt")]
    [InlineData(Signing, "code id_token", "fragment form_post fragment.jwt form_post.jwt")]
    public async Task Mutated_redirect_uris_are_answered_in_no_mode(string clientId, string responseType, string modes)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(clientId);
        using var browser = bank.Server.OpenBrowser();
        var cycle = modes.Split(' ');

        foreach (var (mutated, number) in RedirectUriTests.MutationsOf(client.RedirectUri).Select((mutated, number) => (mutated, number)))
        {
            var mode = cycle[number % cycle.Length];
            await browser.OpenAsync(client.DirectUrl(
                NewRequest(client) with { ResponseType = responseType, ResponseMode = mode },
                signed => signed.Claims["redirect_uri"] = mutated,
                open => open["redirect_uri"] = mutated));

            StayedAtTheBank(browser, $"{mode} {mutated}");
        }
    }

    [Theory(DisplayName = "Advisory 28, CVE-2026-3872: a refusal is sent to a registered address only, in any mode")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    [InlineData("form_post.jwt")]
    [InlineData("fragment.jwt")]
    [InlineData("jwt")]
    [InlineData("query")]
    [InlineData("javascript")]
    public async Task Refusals_of_broken_requests_go_nowhere_else(string mode)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Signing);
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(client.DirectUrl(NewRequest(client) with { ResponseMode = mode }, change: open =>
        {
            open["request"] = "e30.e30.";
            open["redirect_uri"] = "https://evil.example.test/";
            open["response_mode"] = mode;
        }));

        StayedAtTheBank(browser, mode);
    }

    [Fact(DisplayName = "Only what is signed counts: nothing beside a request object changes it")]
    public async Task Parameters_in_the_open_change_nothing()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Signing);
        var request = NewRequest(client) with { ResponseType = "code id_token", ResponseMode = null, Scope = "openid accounts" };

        var answer = await bank.ApproveAsync(client.DirectUrl(request, change: open =>
        {
            open["state"] = "injected";
            open["nonce"] = "injected";
            open["scope"] = "openid accounts offline_access";
            open["response_type"] = "code";
            open["response_mode"] = "query";
            open["redirect_uri"] = "https://evil.example.test/";
            open["code_challenge"] = new string('A', 43);
            open["prompt"] = "none";
            open["claims"] = "not json";
        }));

        Assert.Equal(client.RedirectUri.GetLeftPart(UriPartial.Path), answer.Address.GetLeftPart(UriPartial.Path));
        Assert.NotEmpty(answer.Address.Fragment);
        Assert.Equal(request.State, answer.State);
        Assert.Equal(request.Nonce, SignedJwt.Parse(answer.IdToken!)["nonce"]);
        var tokens = await client.RedeemCodeAsync(answer.Code, request);
        Assert.Equal("openid accounts", tokens.Expect(200).Text("scope"));
        Assert.Null(tokens.RefreshToken);
    }

    [Fact(DisplayName = "A request object is its client's: under another client_id it is nothing")]
    public async Task Another_clients_request_object_is_refused()
    {
        var bank = await banks.PlainAsync();
        var (victim, attacker) = (await bank.ConnectAsync(Signing), await bank.ConnectAsync("fapi1-pkjwt-mtls-1"));
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(victim.DirectUrl(NewRequest(victim), change: open => open["client_id"] = attacker.ClientId));
        StayedAtTheBank(browser, "client_id of another");

        await browser.OpenAsync(victim.DirectUrl(NewRequest(victim), signed => signed.Claims["client_id"] = attacker.ClientId));
        Assert.Equal("invalid_request_object", SignedJwt.Parse(browser.Answer!.Response!)["error"]);
    }

    [Theory(DisplayName = "Advisory 1, CVE-2020-10770: a request_uri that is not ours is fetched by nobody, signed requests or not")]
    [InlineData(Signing, "https://evil.example.test/request.jwt")]
    [InlineData(Plain, "https://localhost:1/request.jwt#hash")]
    [InlineData(Plain, "urn:ietf:params:oauth:request_uri:AAAA")]
    [InlineData(Signing, "file:///etc/passwd")]
    public async Task Foreign_request_uris_are_refused(string clientId, string requestUri)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(clientId);
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(client.DirectUrl(NewRequest(client), change: open => open["request_uri"] = requestUri));

        // The client may be told, at the address it registered; nobody is asked to sign in.
        Assert.Contains(browser.Answer?.Error ?? browser.Page.ErrorCode, (string?[])["invalid_request_uri", "invalid_request", "request_uri_not_supported"]);
        Assert.True(browser.Answer is null || browser.Answer.Address.Host == client.RedirectUri.Host, requestUri);
    }

    [Fact(DisplayName = "Advisory 31, CVE-2024-22258: a code asked for without a challenge is redeemed with no verifier; where one is demanded there is no code")]
    public async Task Challenges_cannot_be_taken_away()
    {
        var bank = await banks.PlainAsync();
        var (signing, plain) = (await bank.ConnectAsync(Signing), await bank.ConnectAsync(Plain));
        var request = NewRequest(signing) with { ResponseType = "code id_token", ResponseMode = null, CodeVerifier = null };
        var answer = await bank.ApproveAsync(signing.DirectUrl(request));

        var withVerifier = await signing.RedeemCodeAsync(answer.Code, request with { CodeVerifier = AuthorizationRequest.NewSecret() });
        Refused.With(withVerifier, 400, "invalid_grant");
        (await signing.RedeemCodeAsync(answer.Code, request)).Expect(200);

        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(plain.DirectUrl(NewRequest(plain) with { CodeVerifier = null }));
        Assert.Equal("invalid_request", browser.Answer?.Error);
        Refused.With(await signing.PushAsync(NewRequest(signing) with { ResponseType = "code id_token", CodeVerifier = null }), 400, "invalid_request");
    }

    [Fact(DisplayName = "One request in the open is answered once: a visit that was answered is over, and opening the request anew asks anew")]
    public async Task Answers_are_given_once()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Plain);
        using var browser = bank.Server.OpenBrowser();
        await browser.ReachConsentAsync(client.DirectUrl(NewRequest(client)), bank.NextCustomer());
        var visit = browser.Page.Address;
        await browser.ApproveAsync();

        var resumed = new Uri(visit, $"/fapi1-baseline/authorize/resume?visit={visit.Segments[^2].TrimEnd('/')}");
        await browser.OpenAsync(resumed);
        StayedAtTheBank(browser, "resumed twice");

        await browser.OpenAsync(client.DirectUrl(NewRequest(client)));
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());
    }

    private static AuthorizationRequest NewRequest(FintechClient client) => new(client.RedirectUri)
    {
        Scope = "openid accounts offline_access",
        Nonce = AuthorizationRequest.NewSecret(),
        ResponseMode = client.ClientId == Plain ? null : "jwt",
    };

    private static void StayedAtTheBank(CustomerBrowser browser, string what)
    {
        Assert.True(browser.Answer is null, $"{what} was answered at {browser.Answer?.Address}");
        Assert.True(browser.Page is { IsError: true, Response.Status: 400 }, $"{what}: {browser.Page.Describe()}");
    }
}
