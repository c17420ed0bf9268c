using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Sections 2.13 and 4.2: refresh tokens stay the same, and are their client's.</summary>
public sealed class RefreshTokenTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-9")]
    [Theory(DisplayName = "refresh-token: with scope, and with a new DPoP key; the token is not rotated and works again")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Refresh_token_is_not_rotated(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var flow = await scene.CompleteAsync(scene.First, push: push => push.Form["prompt"] = "consent");
        var renewed = variant.BindsByDPoP ? scene.First with { DPoPKey = SigningKey.NewEs256() } : scene.First;

        var first = await renewed.RefreshAsync(flow.Tokens.RefreshToken!, request => request.Form["scope"] = flow.Request.Scope);
        var second = await renewed.RefreshAsync(flow.Tokens.RefreshToken!);

        foreach (var refreshed in new[] { first, second })
        {
            TokenRules.Check(refreshed, renewed, variant.OpenId, refreshable: false);
            Assert.NotEqual(flow.Tokens.AccessToken, refreshed.AccessToken);
            if (variant.OpenId)
            {
                UserInfoRules.Check(await renewed.UserInfoAsync(refreshed.AccessToken), refreshed);
            }
        }
    }

    [Theory(DisplayName = "refresh-token: the first client uses the second one's")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Refresh_token_of_another_client_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.Second);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.RefreshAsync(tokens.RefreshToken!);

        await ledger.TokenIsRefusedAsync(answer, "invalid_grant", "refresh_token_invalid", "RFC6749-6");
        (await scene.Second.RefreshAsync(tokens.RefreshToken!)).Expect(200);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "refresh-token: without client authentication")]
    [EachVariant("pkjwt-dpop pkjwt-mtls mtls-dpop")]
    public async Task Refresh_without_client_authentication_is_refused(Variant variant)
    {
        var (reason, clause) = variant.AuthenticatesByAssertion
            ? ("client_credentials_missing", "FAPI2-SP-FINAL-5.3.2.1-6")
            : ("certificate_missing", "RFC8705-2");
        await RefusedAsync(
            variant,
            request =>
            {
                request.Assertion = null;
                request.Certificate = variant.AuthenticatesByAssertion ? request.Certificate : null;
            },
            "invalid_client",
            reason,
            clause);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "refresh-token: without a DPoP proof")]
    [EachVariant(ClientTypes.WithDPoP)]
    public Task Refresh_without_proof_is_refused(Variant variant) =>
        RefusedAsync(variant, request => request.Proof = null, "invalid_dpop_proof", "proof_required", "FAPI2-SP-FINAL-5.3.2.1-5");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "refresh-token: without a certificate")]
    [EachVariant("pkjwt-mtls mtls-mtls")]
    public Task Refresh_without_certificate_is_refused(Variant variant)
    {
        var (error, reason, clause) = variant.AuthenticatesByAssertion
            ? ("invalid_request", "sender_constraint_missing", "FAPI2-SP-FINAL-5.3.2.1-5")
            : ("invalid_client", "certificate_missing", "RFC8705-2");
        return RefusedAsync(variant, request => request.Certificate = null, error, reason, clause);
    }

    [Theory(DisplayName = "refresh-token: scope may not grow beyond the grant")]
    [EachVariant]
    public Task Refresh_with_more_scope_is_refused(Variant variant) => RefusedAsync(
        variant, request => request.Form["scope"] = "openid accounts", "invalid_scope", "scope_not_granted", "RFC6749-6");

    [Theory(DisplayName = "refresh-token: none is issued without offline_access")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task No_refresh_token_without_offline_access(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(
            scene.First, scene.NewRequest(scene.First) with { Scope = variant.OpenId ? "openid accounts" : "accounts" });

        var tokens = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);

        TokenRules.Check(tokens, scene.First, variant.OpenId, refreshable: false);
    }

    private async Task RefusedAsync(Variant variant, Action<ProtocolRequest> change, string error, string reason, string clause)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.RefreshAsync(tokens.RefreshToken!, change);

        await ledger.TokenIsRefusedAsync(answer, error, reason, clause);
        (await scene.First.RefreshAsync(tokens.RefreshToken!)).Expect(200);
    }
}
