using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>How clients say who they are.</summary>
internal static class ClientAssertionFaults
{
    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("An array that holds the issuer is accepted as audience", AssertionAndCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion.Claims["aud"] is JsonArray, CorrectAudience),
            Fails = ["par-test-array-as-audience-fails"],
        },
        new("The token endpoint's URL is accepted as audience", AssertionAndCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion["aud"]?.EndsWith("/token", StringComparison.Ordinal) == true, CorrectAudience),
            Fails = ["par-test-token-endpoint-url-as-audience-fails"],
        },
        new("The PAR endpoint's URL is accepted as audience", AssertionAndCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion["aud"]?.EndsWith("/par", StringComparison.Ordinal) == true, CorrectAudience),
            Fails = ["par-test-par-endpoint-url-as-audience-fails"],
        },
        new("An assertion for another server is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion["aud"] == "https://other.example.test", CorrectAudience),
            Fails = ["ensure-client-assertion-with-wrong-aud-fails"],
        },
        new("An expired assertion is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion((at, assertion) => assertion.Time("exp") < at.Bank.Now, CorrectTimes),
            Fails = ["ensure-client-assertion-with-exp-is-5-minutes-in-past-fails"],
        },
        new("An assertion without sub is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion["sub"] is null, (_, draft) => draft.Claims["sub"] = draft.Claims["iss"]!.DeepClone()),
            Fails = ["ensure-client-assertion-with-no-sub-fails"],
        },
        new("An assertion signed with RS256 is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion.Algorithm == "RS256", (_, draft) => draft.Header["alg"] = "PS256"),
            Fails = ["ensure-signed-client-assertion-with-RS256-fails"],
        },
        new("A client that does not prove who it is gets a token", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.MissingAssertion(_ => true),
            Fails = ["ensure-client-assertion-in-token-endpoint"],
        },
        new("An assertion signed by another client is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion(
                (at, assertion) => assertion.KeyId != at.Bank.KeyOf(assertion["iss"])?.KeyId,
                (_, draft) => (draft.Header["alg"], draft.Header["kid"]) = (draft.Key.Algorithm, draft.Key.KeyId)),
            Fails = ["ensure-client-id-in-token-endpoint"],
        },
        new("An assertion a minute ahead of its time is accepted", AssertionAndCertificate)
        {
            AtServer = Change.Assertion((at, assertion) => assertion.Time("nbf") > at.Bank.Now.AddSeconds(30), CorrectTimes),
            Fails = ["par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails"],
        },
        new("An assertion eight seconds ahead of its time is refused at the PAR endpoint", AssertionAndCertificate)
        {
            AtServer = Change.Refuse(Change.Par, IsAhead, 401, "invalid_client"),
            Warns = ["par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted"],
        },
        new("An assertion eight seconds ahead of its time is refused at the token endpoint", AssertionAndCertificate)
        {
            AtServer = Change.Refuse(Change.Token, IsAhead, 401, "invalid_client"),
            Warns = ["par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted"],
        },
        new("An assertion that was used before is accepted", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => !Seen.TryAdd(assertion["jti"] ?? "", true), (_, draft) => draft.Claims["jti"] = Change.Secret()),
            GoesUnnoticedBecause = "no module of the published plan sends one assertion twice",
        },
    ];

    private static void CorrectAudience(FrontExchange at, JwtDraft draft) => draft.Claims["aud"] = at.Bank.Issuer;

    private static void CorrectTimes(FrontExchange at, JwtDraft draft)
    {
        var now = at.Bank.Now.ToUnixTimeSeconds();
        (draft.Claims["iat"], draft.Claims["nbf"], draft.Claims["exp"]) = (now, now, now + 60);
    }

    private static bool IsAhead(FrontExchange exchange) =>
        CompactJwt.TryParse(exchange.Form["client_assertion"])?.Time("nbf") > exchange.Bank.Now.AddSeconds(4);
}
