using FapiAuthServer.TestKit;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>A request_uri is its client's, answers once, and waits for a customer who has not decided.</summary>
public sealed class RequestUriTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: opened twice before sign-in")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Request_uri_opened_twice_before_sign_in_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var pushed = await scene.First.PushAsync(request);
        var address = scene.First.AuthorizeUrl(pushed.RequestUri);
        using (var gaveUp = scene.Bank.Server.OpenBrowser())
        {
            await gaveUp.OpenAsync(address);
            Assert.True(gaveUp.Page.IsSignIn);
            await gaveUp.OpenAsync(address);
            Assert.True(gaveUp.Page.IsSignIn);
        }

        var answer = await scene.Bank.ApproveAsync(address);

        AnswerRules.Check(answer, request, scene.First);
        TokenRules.Check(await scene.First.RedeemCodeAsync(answer.Code, request), scene.First, variant.OpenId);
    }

    [Theory(DisplayName = "par-attempt-reuse-request_uri: after approval or denial it is over")]
    [EachVariant(Cases = ["approved", "denied"])]
    public async Task Request_uri_that_was_answered_is_refused(Variant variant, string decision)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        var address = scene.First.AuthorizeUrl(pushed.RequestUri);
        _ = decision == "approved" ? await scene.Bank.ApproveAsync(address) : await scene.Bank.DenyAsync(address);
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(address);

        await ledger.PageIsRefusedAsync(browser, "invalid_request_uri", "request_uri_unknown", "PAR-4");
    }

    [Theory(DisplayName = "par-attempt-reuse-request_uri: of two visits that were open at once, one is answered")]
    [EachVariant]
    public async Task Second_visit_to_an_answered_request_gets_no_code(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        var address = scene.First.AuthorizeUrl(pushed.RequestUri);

        await scene.Bank.AtConsentAsync(address, async slow =>
        {
            await scene.Bank.ApproveAsync(address);
            var ledger = scene.OpenLedger();

            await slow.PressAsync("approve");

            await ledger.PageIsRefusedAsync(slow, "invalid_request_uri", "interaction_finished", "PAR-4");
            return true;
        });
    }

    [Theory(DisplayName = "par-attempt-to-use-request_uri-for-different-client: the second client opens the first one's")]
    [EachVariant]
    public async Task Request_uri_of_another_client_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.Second.AuthorizeUrl(pushed.RequestUri));

        await ledger.PageIsRefusedAsync(browser, "invalid_request", "request_uri_foreign", "PAR-2.2");
    }

    [Theory(DisplayName = "par-attempt-to-use-request_uri-for-different-client: a failed attempt does not use it up")]
    [EachVariant]
    public async Task Request_uri_survives_another_clients_attempt(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var request = scene.NewRequest(scene.First);
        var pushed = await scene.First.PushAsync(request);
        using (var browser = scene.Bank.Server.OpenBrowser())
        {
            await browser.OpenAsync(scene.Second.AuthorizeUrl(pushed.RequestUri));
        }

        var answer = await scene.Bank.ApproveAsync(scene.First.AuthorizeUrl(pushed.RequestUri));

        AnswerRules.Check(answer, request, scene.First);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-3")]
    [Theory(DisplayName = "par-attempt-to-use-request_uri-for-different-client: one that nobody pushed is refused")]
    [EachVariant]
    public async Task Unknown_request_uri_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.First.AuthorizeUrl("urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c"));

        await ledger.PageIsRefusedAsync(browser, "invalid_request_uri", "request_uri_unknown", "PAR-2.2");
    }
}
