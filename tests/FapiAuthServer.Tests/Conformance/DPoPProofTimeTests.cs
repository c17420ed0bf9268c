using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>The times in a DPoP proof: what a client's clock may be off by. (CC)</summary>
public sealed class DPoPProofTimeTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "ensure-dpopproof-with-iat-10seconds-before-succeeds: at PAR, token endpoint and resource")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public Task Proof_made_10_seconds_ago_is_accepted(Variant variant) => AcceptedAsync(variant, -10);

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "ensure-dpopproof-with-iat-10seconds-after-succeeds: 8 seconds, at PAR, token endpoint and resource")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public Task Proof_made_8_seconds_from_now_is_accepted(Variant variant) => AcceptedAsync(variant, 8);

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "ensure-dpopproof-with-iat-10seconds-before-succeeds (CC)")]
    [EachVariant(ClientTypes.WithDPoP)]
    public Task Client_credentials_with_a_proof_made_10_seconds_ago_are_accepted(Variant variant) =>
        ClientCredentialsAcceptedAsync(variant, Made(-10));

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "ensure-dpopproof-with-iat-10seconds-after-succeeds (CC)")]
    [EachVariant(ClientTypes.WithDPoP)]
    public Task Client_credentials_with_a_proof_made_8_seconds_from_now_are_accepted(Variant variant) =>
        ClientCredentialsAcceptedAsync(variant, Made(8));

    [Theory(DisplayName = "check-dpop-proof-nbf-exp: nbf now and exp in 5 minutes, at token endpoint and resource")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public async Task Proof_with_nbf_and_exp_is_accepted(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, redeem: AddNbfAndExp, use: AddNbfAndExp);
    }

    [Theory(DisplayName = "check-dpop-proof-nbf-exp (CC)")]
    [EachVariant(ClientTypes.WithDPoP)]
    public Task Client_credentials_with_nbf_and_exp_are_accepted(Variant variant) =>
        ClientCredentialsAcceptedAsync(variant, AddNbfAndExp);

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "dpop-negative-tests: iat an hour off is refused at PAR and token endpoint, too")]
    [EachVariant(ClientTypes.WithDPoP, Cases = ["an hour ago", "an hour from now", "62 seconds from now"])]
    public async Task Proof_made_at_another_time_is_refused(Variant variant, string name)
    {
        var seconds = name switch { "an hour ago" => -3600, "an hour from now" => 3600, _ => 62 };
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), Made(seconds));
        var answer = await scene.First.ClientCredentialsAsync("accounts", Made(seconds));

        await ledger.PushIsRefusedAsync(pushed, "invalid_dpop_proof", "proof_time", "FAPI2-SP-FINAL-5.3.2.1-13");
        await ledger.TokenIsRefusedAsync(answer, "invalid_dpop_proof", "proof_time", "FAPI2-SP-FINAL-5.3.2.1-13");
    }

    private static Action<ProtocolRequest> Made(int seconds) => request => request.Proof!.Shift(TimeSpan.FromSeconds(seconds), "iat");

    private static void AddNbfAndExp(ProtocolRequest request)
    {
        var now = DateTimeOffset.UtcNow;
        request.Proof!.Claims["nbf"] = now.ToUnixTimeSeconds();
        request.Proof.Claims["exp"] = now.AddMinutes(5).ToUnixTimeSeconds();
    }

    private async Task AcceptedAsync(Variant variant, int seconds)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, push: Made(seconds), redeem: Made(seconds), use: Made(seconds));
    }

    private async Task ClientCredentialsAcceptedAsync(Variant variant, Action<ProtocolRequest> change)
    {
        var scene = await banks.SetAsync(variant);

        var tokens = await scene.First.ClientCredentialsAsync("accounts", change);

        TokenRules.Check(tokens, scene.First, openId: false, refreshable: false);
    }
}
