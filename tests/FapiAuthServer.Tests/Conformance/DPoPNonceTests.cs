using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 2.11 at an issuer that asks for DPoP nonces.</summary>
public sealed class DPoPNonceTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "dpop nonce: the whole flow, each first refusal followed by a retry that succeeds")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.Both)]
    public async Task Client_that_repeats_with_the_nonce_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.WithNonces);

        await scene.CompleteAsync(scene.First);
    }

    [Theory(DisplayName = "dpop nonce: PAR and token endpoint ask by 400 use_dpop_nonce with one DPoP-Nonce header")]
    [EachVariant(ClientTypes.WithDPoP, Cases = ["missing", "made up"])]
    public async Task Proof_without_a_good_nonce_is_refused_with_one(Variant variant, string name)
    {
        var scene = await banks.SetAsync(variant, Bank.WithNonces);
        var client = scene.First with { RetriesWithNonce = false };
        var ledger = scene.OpenLedger();

        var pushed = await client.PushAsync(scene.NewRequest(client), Change);
        var answer = await client.ClientCredentialsAsync("accounts", Change);

        await ledger.PushIsRefusedAsync(pushed, "use_dpop_nonce", "proof_nonce_required", "DPOP-8");
        await ledger.TokenIsRefusedAsync(answer, "use_dpop_nonce", "proof_nonce_required", "DPOP-8");
        CheckNonce(pushed);
        CheckNonce(answer);

        void Change(ProtocolRequest request) => request.Proof!.Claims["nonce"] = name == "missing" ? null : AuthorizationRequest.NewSecret();
    }

    [Theory(DisplayName = "dpop nonce: userinfo asks by 401 with a DPoP challenge, and a success brings the next nonce")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Userinfo_asks_for_a_nonce_and_gives_the_next(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.WithNonces);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        CheckNonce(tokens);
        var ledger = scene.OpenLedger();

        var refused = await (scene.First with { RetriesWithNonce = false }).UserInfoAsync(tokens.AccessToken, use => use.Proof!.Claims.Remove("nonce"));

        await ledger.ResourceIsRefusedAsync(refused, 401, "use_dpop_nonce", "proof_nonce_required", "DPOP-8");
        Assert.StartsWith("DPoP ", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        CheckNonce(refused);
        var answer = await scene.First.UserInfoAsync(tokens.AccessToken);
        UserInfoRules.Check(answer, tokens);
        CheckNonce(answer);
    }

    [Theory(DisplayName = "dpop nonce: an issuer that wants none sends none")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Issuer_that_wants_no_nonce_sends_none(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);

        Assert.Empty(tokens.Headers["DPoP-Nonce"]);
        Assert.Empty((await scene.First.UserInfoAsync(tokens.AccessToken)).Headers["DPoP-Nonce"]);
    }

    private static void CheckNonce(ServerResponse answer)
    {
        var nonce = Assert.Single(answer.Headers["DPoP-Nonce"]);
        Assert.NotEmpty(nonce);
        Assert.All(nonce, character => Assert.True(character is '!' or >= '#' and <= '[' or >= ']' and <= '~'));
    }
}
