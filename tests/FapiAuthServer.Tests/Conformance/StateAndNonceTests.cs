using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>state and nonce come back as they were pushed: whatever their length, and whatever stands beside request_uri.</summary>
public sealed class StateAndNonceTests(ConformanceBanks banks)
{
    [Clause("RFC6749-4.1.1")]
    [Theory(DisplayName = "ensure-authorization-request-without-state-success: no state is sent and none comes back")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Request_without_state_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var flow = await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { State = null });

        Assert.DoesNotContain(flow.Answer.Parameters.Pairs, pair => pair.Key == "state");
    }

    [Clause("OIDCC-3.1.2.1")]
    [Theory(DisplayName = "ensure-authorization-request-without-nonce-success: the id_token has no nonce")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Request_without_nonce_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var flow = await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = null });

        Assert.False(SignedJwt.Parse(flow.Tokens.IdToken!).Claims.ContainsKey("nonce"));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-14")]
    [Theory(DisplayName = "ensure-authorization-request-with-64-char-nonce-success: it comes back whole")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Nonce_of_64_characters_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = Long(64) });
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-14")]
    [Theory(DisplayName = "ensure-authorization-request-with-long-nonce: 384 characters come back whole")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Nonce_of_384_characters_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = Long(384) });
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-14")]
    [Theory(DisplayName = "ensure-authorization-request-with-long-nonce: one longer than can be kept is refused, never cut")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Nonce_of_385_characters_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First) with { Nonce = Long(385) });

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "nonce_too_long", "FAPI2-SP-FINAL-5.3.2.2-14");
    }

    [Theory(DisplayName = "ensure-authorization-request-with-long-state: 1000 characters come back whole")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task State_of_1000_characters_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { State = Long(1000) });
    }

    [Theory(DisplayName = "ensure-different-nonce-inside-and-outside-request-object: the pushed nonce counts")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Nonce_beside_request_uri_does_not_count(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, open: query => query["nonce"] = "another-nonce");
    }

    [Theory(DisplayName = "ensure-different-state-inside-and-outside-request-object: the pushed state counts")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task State_beside_request_uri_does_not_count(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, open: query => query["state"] = "another-state");
    }

    [Theory(DisplayName = "state-only-outside-request-object-not-used: no state comes back")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task State_only_beside_request_uri_is_not_used(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(
            scene.First, scene.NewRequest(scene.First) with { State = null }, open: query => query["state"] = "outside");
    }

    // Not one character over and over: a cut in the middle would show, too.
    private static string Long(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at % 26))));
}
