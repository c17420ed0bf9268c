using FapiAuthServer.Conformance.Plans.Fapi1Advanced;
using FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;
using static FapiAuthServer.Conformance.Plans.Fapi1Baseline.Fapi1BaselineModule;
using static FapiAuthServer.Conformance.Plans.Fapi1Baseline.Fapi1BaselineVariants;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

/// <summary>FAPI 1.0 Baseline (Final): the profile for access that only reads, in the form of the published plans.</summary>
internal static class Fapi1BaselinePlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "fapi1-baseline-final-test-plan",
        Title = "FAPI 1.0 Baseline Final",
        Profile = "fapi1-baseline",
        Parameters = Fapi1BaselineVariants.Parameters,
        Traits = Fapi1BaselineVariants.Traits,
        IsOffered = Fapi1BaselineVariants.IsOffered,
        Modules =
        [
            ConformanceModule.Of<Fapi1BaselineDiscovery>(),
            ConformanceModule.Of<HappyFlow>().As("", Applicability.Always, "fapi1-baseline-final"),
            Of<UserRejectsAuthentication>(),
            Of<EnsureAuthorizationRequestWithoutStateSuccess>(WithOpenId),
            RequestModules.EnsureAuthorizationRequestWithoutStateFails,
            RequestModules.EnsureAuthorizationRequestWithoutNonceFails,
            Of<EnsureAuthorizationRequestWith64CharNonceSuccess>(WithOpenId),
            Of(AuthorizationModules.EnsureRequestObjectWithLongNonce, WithOpenId, "ensure-authorization-request-with-long-nonce"),
            Of(AuthorizationModules.EnsureRequestObjectWithLongState, name: "ensure-authorization-request-with-long-state"),
            Of<EnsureOtherScopeOrderSucceeds>(WithOpenId),
            RequestModules.EnsureGrantedScopesAreReturned,
            Of<AccessTokenTypeHeaderCaseSensitivity>(),
            RequestModules.EnsureRegisteredRedirectUri,
            RequestModules.EnsureRedirectUriWithAddedQueryFails,
            RequestModules.EnsureRedirectUriInAuthorizationRequest,
            RequestModules.EnsureRedirectUriInTokenRequest,
            Of<ParEnsurePkceRequired>(name: "ensure-pkce-required"),
            Of<ParPlainPkceRejected>(name: "plain-pkce-rejected"),
            Of<EnsurePkceCodeVerifierRequired>(),
            Of<IncorrectPkceCodeVerifierRejected>(),
            RequestModules.EnsureResponseTypeTokenFails,
            RequestModules.EnsureUnsignedRequestObjectIsNotBelieved,
            Of<EnsureAuthorizationCodeIsBoundToClient>(),
            Of<AttemptReuseAuthorizationCodeAfterOneSecond>(),
            ClientModules.EnsureClientIdInTokenEndpoint,
            Of<EnsureClientAssertionInTokenEndpoint>(WithAssertion),
            Of<EnsureClientAssertionWithExpIs5MinutesInPastFails>(WithAssertion),
            Of<EnsureClientAssertionWithWrongAudFails>(WithAssertion),
            Of<EnsureClientAssertionWithNoSubFails>(WithAssertion),
            Of(AssertionModules.EnsureClientAssertionWithWrongIssFails, WithAssertion),
            Of(AssertionModules.EnsureClientAssertionWithWrongSubFails, WithAssertion),
            Of(AssertionModules.EnsureClientAssertionWithIssAudSucceeds, WithAssertion),
            Of(AssertionModules.TestArrayAsAudience, WithAssertion),
            ClientModules.EnsureClientAssertionSignatureAlgorithmIsNotNone,
            ClientModules.EnsureClientAssertionSignedByOtherClientFails,
            ClientModules.EnsureClientAssertionIsUsedOnce,
            Of<EnsureHolderOfKeyRequired>(WithBoundTokens, "ensure-mtls-holder-of-key-required"),
            Of<RefreshToken>(),
        ],
    };
}
