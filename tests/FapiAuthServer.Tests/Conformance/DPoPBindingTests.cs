using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>A request pushed with a DPoP key gives a code that this key alone redeems.</summary>
public sealed class DPoPBindingTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-mismatched-dpop-jkt-fails: the proof at PAR is by another key than dpop_jkt names")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public async Task Push_with_a_proof_that_does_not_fit_dpop_jkt_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(
            scene.NewRequest(scene.First), push => push.Form["dpop_jkt"] = SigningKey.NewEs256().Thumbprint);

        await ledger.PushIsRefusedAsync(pushed, "invalid_dpop_proof", "proof_key_other", "FAPI2-SP-FINAL-5.3.2.1-12");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt: pushed with one key, redeemed with another")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public Task Code_bound_by_a_proof_is_refused_to_another_key(Variant variant) => RefusedToAnotherKeyAsync(variant, _ => push => { });

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-token-endpoint-fails-with-mismatched-dpop-jkt: pushed with dpop_jkt, redeemed with another key")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public Task Code_bound_by_dpop_jkt_is_refused_to_another_key(Variant variant) => RefusedToAnotherKeyAsync(variant, NameTheKey);

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-dpopproof-at-par-endpoint-binding-success: the same key pushes, redeems and uses")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public async Task Key_that_pushed_by_a_proof_redeems(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var flow = await scene.CompleteAsync(scene.First);

        Assert.Equal(scene.First.DPoPKey!.Thumbprint, (string?)SignedJwt.Parse(flow.Tokens.AccessToken).Claims["cnf"]!["jkt"]);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-dpop-auth-code-binding-success: the key that dpop_jkt named redeems and uses")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public async Task Key_that_dpop_jkt_named_redeems(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, push: NameTheKey(scene.First));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-12")]
    [Theory(DisplayName = "ensure-dpop-auth-code-binding-success: dpop_jkt and a proof of the same key")]
    [EachVariant(ClientTypes.WithDPoP)]
    public async Task Proof_and_dpop_jkt_of_one_key_are_accepted(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, push: push => push.Form["dpop_jkt"] = scene.First.DPoPKey!.Thumbprint);
    }

    [Theory(DisplayName = "ensure-mismatched-dpop-jkt-fails: a dpop_jkt that is no thumbprint")]
    [EachVariant(ClientTypes.WithDPoP, Cases = ["short", "0123456789012345678901234567890123456789+/="])]
    public async Task Malformed_dpop_jkt_is_refused(Variant variant, string thumbprint)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(
            scene.NewRequest(scene.First), push => (push.Proof, push.Form["dpop_jkt"]) = (null, thumbprint));

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "dpop_jkt_malformed", "DPOP-10");
    }

    [Theory(DisplayName = "ensure-dpop-auth-code-binding-success: without dpop_jkt or proof at PAR any key redeems, and is bound then")]
    [EachVariant(ClientTypes.WithDPoP)]
    public async Task Code_of_a_request_without_a_key_is_bound_at_the_token_endpoint(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First, push: push => push.Proof = null);
        var other = scene.First with { DPoPKey = SigningKey.NewEs256() };

        var tokens = await other.RedeemCodeAsync(authorized.Code, authorized.Request);

        TokenRules.Check(tokens, other, openId: false);
        Assert.Equal(other.DPoPKey.Thumbprint, (string?)SignedJwt.Parse(tokens.AccessToken).Claims["cnf"]!["jkt"]);
    }

    private static Action<ProtocolRequest> NameTheKey(FintechClient client) =>
        push => (push.Proof, push.Form["dpop_jkt"]) = (null, client.DPoPKey!.Thumbprint);

    // The right key redeems it still.
    private async Task RefusedToAnotherKeyAsync(Variant variant, Func<FintechClient, Action<ProtocolRequest>> push)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First, push: push(scene.First));
        var ledger = scene.OpenLedger();

        var answer = await (scene.First with { DPoPKey = SigningKey.NewEs256() }).RedeemCodeAsync(authorized.Code, authorized.Request);

        await ledger.TokenIsRefusedAsync(answer, "invalid_dpop_proof", "code_key_mismatch", "FAPI2-SP-FINAL-5.3.2.1-12");
        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);
    }
}
