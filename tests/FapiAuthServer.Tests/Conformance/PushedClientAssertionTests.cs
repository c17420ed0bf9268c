using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Client assertions at the pushed authorization request endpoint, and the clocks of those who make them.</summary>
public sealed class PushedClientAssertionTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted: at PAR and at the token endpoint")]
    [EachVariant(ClientTypes.WithAssertion, OpenId = OpenIdUse.Both)]
    public async Task Assertion_made_8_seconds_from_now_is_accepted(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, push: InTheFuture(8), redeem: InTheFuture(8));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails: iat, nbf and exp")]
    [EachVariant(ClientTypes.WithAssertion, OpenId = OpenIdUse.Both)]
    public Task Assertion_made_62_seconds_from_now_is_refused(Variant variant) =>
        RefusedAsync(variant, InTheFuture(62), "assertion_not_yet_valid", "FAPI2-SP-FINAL-5.3.2.1-13");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails: iat or nbf alone")]
    [EachVariant(ClientTypes.WithAssertion, Cases = ["iat", "nbf"])]
    public Task Assertion_with_one_time_62_seconds_ahead_is_refused(Variant variant, string claim) => RefusedAsync(
        variant,
        push => push.Assertion!.Claims[claim] = DateTimeOffset.UtcNow.AddSeconds(62).ToUnixTimeSeconds(),
        "assertion_not_yet_valid",
        "FAPI2-SP-FINAL-5.3.2.1-13");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-8")]
    [Theory(DisplayName = "par-test-array-as-audience-fails: an array, though the issuer is in it")]
    [EachVariant(ClientTypes.WithAssertion, OpenId = OpenIdUse.Both)]
    public Task Array_as_audience_is_refused(Variant variant) => RefusedAsync(
        variant,
        push => push.Assertion!.Claims["aud"] = new JsonArray((string)push.Assertion.Claims["aud"]!, "https://other1.example.com"),
        "assertion_audience",
        "FAPI2-SP-FINAL-5.3.2.1-8");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-8")]
    [Theory(DisplayName = "par-test-par-endpoint-url-as-audience-fails: the URL that is called")]
    [EachVariant(ClientTypes.WithAssertion, OpenId = OpenIdUse.Both)]
    public Task Pushed_request_endpoint_as_audience_is_refused(Variant variant) => RefusedAsync(
        variant,
        push => push.Assertion!.Claims["aud"] = push.Address.OriginalString,
        "assertion_audience",
        "FAPI2-SP-FINAL-5.3.2.1-8");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-8")]
    [Theory(DisplayName = "par-test-token-endpoint-url-as-audience-fails: the token endpoint's URL")]
    [EachVariant(ClientTypes.WithAssertion, OpenId = OpenIdUse.Both)]
    public Task Token_endpoint_as_audience_is_refused(Variant variant) => RefusedAsync(
        variant,
        push => push.Assertion!.Claims["aud"] = push.Address.OriginalString.Replace("/par", "/token", StringComparison.Ordinal),
        "assertion_audience",
        "FAPI2-SP-FINAL-5.3.2.1-8");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-3")]
    [Theory(DisplayName = "par: a pushed request needs its client's authentication")]
    [EachVariant]
    public async Task Push_without_authentication_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(
            scene.NewRequest(scene.First),
            push => (push.Assertion, push.Certificate) = (null, null));

        var (reason, clause) = variant.AuthenticatesByAssertion
            ? ("client_credentials_missing", "FAPI2-SP-FINAL-5.3.2.1-6")
            : ("certificate_missing", "RFC8705-2");
        await ledger.PushIsRefusedAsync(pushed, "invalid_client", reason, clause);
    }

    private static Action<ProtocolRequest> InTheFuture(int seconds) => request =>
    {
        request.Assertion!.Claims["nbf"] = request.Assertion.Claims["iat"]!.GetValue<long>();
        request.Assertion.Shift(TimeSpan.FromSeconds(seconds), "iat", "nbf", "exp");
    };

    private async Task RefusedAsync(Variant variant, Action<ProtocolRequest> change, string reason, string clause)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), change);

        await ledger.PushIsRefusedAsync(pushed, "invalid_client", reason, clause);
    }
}
