using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>What time does to codes, request_uris, tokens, sessions and grants.</summary>
[Collection(ClockMoves.Name)]
public sealed class ExpiryTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-11")]
    [Theory(DisplayName = "ensure-token-endpoint-fails-with-expired-auth-code: after 62 seconds")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Code_is_dead_after_62_seconds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var wait = TimeSpan.FromSeconds(62);
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request, Later.By(wait));

        await ledger.TokenIsRefusedAsync(answer, "invalid_grant", "code_invalid", "FAPI2-SP-FINAL-5.3.2.1-11");
    }

    [Theory(DisplayName = "ensure-token-endpoint-fails-with-expired-auth-code: it was good until then")]
    [EachVariant]
    public async Task Code_is_good_after_30_seconds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var wait = TimeSpan.FromSeconds(30);
        using var _ = scene.Bank.Server.Clock.Forward(wait);

        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request, Later.By(wait))).Expect(200);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-9")]
    [Theory(DisplayName = "attempt-reuse-authorization-code-after-one-second: with the second between")]
    [EachVariant]
    public async Task Code_used_twice_a_second_apart_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);
        var wait = TimeSpan.FromSeconds(1);
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var ledger = scene.OpenLedger();

        var again = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request, Later.By(wait));

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "FAPI2-SP-FINAL-5.3.2.2-9");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-12")]
    [Theory(DisplayName = "par-attempt-to-use-expired-request_uri: after expires_in, which is short")]
    [EachVariant]
    public async Task Request_uri_is_dead_after_expires_in(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        PushRules.Check(pushed);
        using var _ = scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(pushed.ExpiresIn!.Value));
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));

        await ledger.PageIsRefusedAsync(browser, "invalid_request_uri", "request_uri_unknown", "PAR-2.2");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-12")]
    [Theory(DisplayName = "par-attempt-to-use-expired-request_uri: a customer who has opened it in time may take longer to decide")]
    [EachVariant]
    public async Task Customer_may_take_longer_than_the_request_uri_lives(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var pushed = await scene.First.PushAsync(request);

        var answer = await scene.Bank.AtConsentAsync(scene.First.AuthorizeUrl(pushed.RequestUri), async browser =>
        {
            using var _ = scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(pushed.ExpiresIn!.Value * 2));
            return await browser.ApproveAsync();
        });

        AnswerRules.Check(answer, request, scene.First);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-9")]
    [Theory(DisplayName = "refresh-token: the id_token of a refresh has the same iss, sub, aud and auth_time, and another iat")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Refreshed_id_token_differs_in_its_times_only(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.Second);
        var wait = TimeSpan.FromSeconds(1);
        using var _ = scene.Bank.Server.Clock.Forward(wait);

        var refreshed = await scene.Second.RefreshAsync(tokens.RefreshToken!, Later.By(wait));

        TokenRules.Check(refreshed, scene.Second, openId: true, refreshable: false);
        var (before, after) = (SignedJwt.Parse(tokens.IdToken!), SignedJwt.Parse(refreshed.IdToken!));
        Assert.All(["iss", "sub", "aud"], claim => Assert.Equal(before[claim], after[claim]));
        Assert.Equal(before.Time("auth_time"), after.Time("auth_time"));
        Assert.NotEqual(before.Time("iat"), after.Time("iat"));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-9")]
    [Theory(DisplayName = "refresh-token: 30 seconds after a refresh the token works as before")]
    [EachVariant]
    public async Task Refresh_token_works_30_seconds_after_it_was_used(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        (await scene.First.RefreshAsync(tokens.RefreshToken!)).Expect(200);
        var wait = TimeSpan.FromSeconds(31);
        using var _ = scene.Bank.Server.Clock.Forward(wait);

        (await scene.First.RefreshAsync(tokens.RefreshToken!, Later.By(wait))).Expect(200);
    }

    [Theory(DisplayName = "refresh-token: it ends with the grant, after 90 days")]
    [EachVariant]
    public async Task Refresh_token_ends_with_the_grant(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var (good, over) = (TimeSpan.FromDays(89), TimeSpan.FromDays(90) + TimeSpan.FromMinutes(1));
        using (scene.Bank.Server.Clock.Forward(good))
        {
            (await scene.First.RefreshAsync(tokens.RefreshToken!, Later.By(good))).Expect(200);
        }
        using var _ = scene.Bank.Server.Clock.Forward(over);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.RefreshAsync(tokens.RefreshToken!, Later.By(over));

        await ledger.TokenIsRefusedAsync(answer, "invalid_grant", "refresh_token_invalid", "RFC6749-6");
    }

    [Theory(DisplayName = "access token: it opens nothing after expires_in")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Access_token_is_dead_after_expires_in(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var wait = TimeSpan.FromSeconds(tokens.ExpiresIn!.Value);
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.UserInfoAsync(tokens.AccessToken, Later.By(wait));

        await ledger.ResourceIsRefusedAsync(answer, 401, "invalid_token", "token_invalid", "RFC6750-3.1");
    }

    [Clause("RFC7523-3")]
    [Theory(DisplayName = "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails: by the server's clock")]
    [EachVariant(ClientTypes.WithAssertion)]
    public async Task Assertion_kept_for_5_minutes_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var wait = TimeSpan.FromMinutes(5);
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Proof?.Shift(wait, "iat"));

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "assertion_expired", "RFC7523-3");
    }

    [Theory(DisplayName = "session: a customer who did nothing for five minutes signs in again")]
    [EachVariant]
    public async Task Idle_customer_signs_in_again(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var customer = scene.Bank.Server.Kit.NextCustomer();
        using var browser = scene.Bank.Server.OpenBrowser();
        await browser.AuthorizeAsync(scene.First.AuthorizeUrl((await scene.First.PushAsync(scene.NewRequest(scene.First))).RequestUri), customer);

        await browser.OpenAsync(scene.First.AuthorizeUrl((await scene.First.PushAsync(scene.NewRequest(scene.First))).RequestUri));
        Assert.True(browser.Page.IsConsent);

        var wait = TimeSpan.FromMinutes(5);
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), Later.By(wait));
        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        Assert.True(browser.Page.IsSignIn);
    }

    [Clause("RTS-4.3.d")]
    [Theory(DisplayName = "session: a page that waits for the banking app keeps nobody signed in, and what it waited for is void")]
    [EachVariant("pkjwt-dpop")]
    public async Task Waiting_page_is_no_activity(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank, withNumber: false);
        await payer.EnrolPhoneAsync();
        await payer.ReachAppAsync(scene.First, "factor-app");
        var page = payer.Browser.Page.Address;

        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(3)))
        {
            await payer.Browser.OpenAsync(page);
            Assert.True(payer.Browser.Page.Has("match-number"), payer.Browser.Page.Describe());
        }
        using var _ = scene.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(5));
        await payer.Browser.OpenAsync(page);

        Assert.True(payer.Browser.Page.IsSignIn, payer.Browser.Page.Describe());
    }
}
