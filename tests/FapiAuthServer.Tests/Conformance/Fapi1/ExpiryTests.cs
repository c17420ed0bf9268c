using FapiAuthServer.TestKit;
using FapiAuthServer.Tests.Conformance.Fapi1.Staging;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>What time does to the codes and references of FAPI 1.0.</summary>
[Collection(ClockMoves.Name)]
public sealed class ExpiryTests(ConformanceBanks banks)
{
    [Clause("PAR-2.2")]
    [Theory(DisplayName = "par-attempt-to-use-expired-request_uri: after expires_in, which is short")]
    [EachFapi1Variant(Requests = Fapi1Variant.Pushed)]
    public async Task Request_uri_is_dead_after_expires_in(Fapi1Variant variant)
    {
        var scene = await Fapi1Scene.SetAsync(banks, variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        Assert.InRange(pushed.ExpiresIn!.Value, 5, 90);
        using var _ = scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(pushed.ExpiresIn!.Value));
        var ledger = scene.OpenLedger();
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));

        await ledger.PageIsRefusedAsync(browser, "invalid_request_uri", "request_uri_unknown", "PAR-2.2");
    }

    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "A code is dead after a minute, and was good until then")]
    [EachFapi1Variant(Cases = ["30", "62"])]
    public async Task Code_lives_for_a_minute(Fapi1Variant variant, string seconds)
    {
        var scene = await Fapi1Scene.SetAsync(banks, variant);
        var answer = await scene.AuthorizeAsync(scene.First);
        var wait = TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        using var _ = scene.Bank.Server.Clock.Forward(wait);
        var ledger = scene.OpenLedger();

        var tokens = await scene.RedeemAsync(scene.First, answer, Later.By(wait));

        if (seconds == "30")
            tokens.Expect(200);
        else
            await ledger.TokenIsRefusedAsync(tokens, "invalid_grant", "code_invalid", "RFC6749-4.1.2");
    }
}
