using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using static FapiAuthServer.Conformance.Plans.Fapi1Baseline.Fapi1BaselineModule;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

/// <summary>Clients that say who they are, and are not.</summary>
internal static class ClientModules
{
    public static ConformanceModule EnsureClientIdInTokenEndpoint { get; } = new(
        Describe("ensure-client-id-in-token-endpoint", "A client_id that is not the one of the client's credentials is refused with invalid_client.") with { Clients = 2 },
        context => context.First.ExpectTokenRequestRefusedAsync(
            new TokenRefusal("FAPI1-BASE-5.2.2-19", "A token request with another client's client_id", "invalid_client"),
            call => call.Form!["client_id"] = context.Second.Client.ClientId));

    public static ConformanceModule EnsureClientAssertionSignatureAlgorithmIsNotNone { get; } = Refused(
        "ensure-client-assertion-signature-algorithm-is-not-none", "An assertion without a signature is refused.",
        "An assertion without a signature", call => call.Assertion!.Header["alg"] = "none");

    public static ConformanceModule EnsureClientAssertionSignedByOtherClientFails { get; } = new(
        Describe("ensure-client-assertion-signed-by-other-client-fails", "An assertion of the first client that the second client signed is refused.") with
        {
            AppliesTo = Fapi1BaselineVariants.WithAssertion,
            Clients = 2,
        },
        context => context.First.ExpectTokenRequestRefusedAsync(
            new TokenRefusal("RFC7523-3", "An assertion that another client signed", "invalid_client"),
            call =>
            {
                var key = context.Second.Client.Key!;
                call.Assertion!.Key = key;
                (call.Assertion.Header["alg"], call.Assertion.Header["kid"]) = (key.Algorithm, key.KeyId);
            }));

    public static ConformanceModule EnsureClientAssertionIsUsedOnce { get; } = new(
        Describe("ensure-client-assertion-is-used-once", "An assertion that was used should serve nobody who saw it a second time.") with
        {
            AppliesTo = Fapi1BaselineVariants.WithAssertion,
        },
        async context =>
        {
            var client = context.First;
            var first = await client.AuthorizeAsync();
            var second = await client.AuthorizeAsync();
            JwtDraft? used = null;
            await client.RedeemAsync(first, call => used = call.Assertion);
            var again = await client.TryRedeemAsync(second, call => call.Assertion!.Claims["jti"] = used!.Claims["jti"]!.DeepClone());
            context.Checks.Expect(
                again.Response.Error == "invalid_client", "RFC7523-3", "An assertion whose jti was used before is refused with invalid_client",
                again.Response.Describe(), Severity.Warning);
        });

    private static ConformanceModule Refused(string name, string summary, string why, Action<Call> alter) => new(
        Describe(name, summary) with { AppliesTo = Fapi1BaselineVariants.WithAssertion },
        context => context.First.ExpectTokenRequestRefusedAsync(new TokenRefusal("RFC7523-3", why, "invalid_client"), alter));
}
