using static FapiAuthServer.Conformance.Plans.ConformanceModule;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>The FAPI 2.0 Security Profile (Final).</summary>
internal static class Fapi2SecurityProfilePlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "fapi2-security-profile-final-test-plan",
        Title = "FAPI 2.0 Security Profile Final",
        Parameters = Fapi2Variants.Parameters,
        IsVariant = Fapi2Variants.IsVariant,
        Traits = Fapi2Variants.Traits,
        IsOffered = Fapi2Variants.IsOffered,
        Modules =
        [
            Of<DiscoveryEndPointVerification>(),
            Of<HappyFlow>(),
            Of<UserRejectsAuthentication>(),
            Of<EnsureAuthorizationRequestWithoutStateSuccess>(),
            Of<EnsureHolderOfKeyRequired>(),
            Of<EnsureAuthorizationCodeIsBoundToClient>(),
            Of<AttemptReuseAuthorizationCodeAfterOneSecond>(),
            Of<EnsureTokenEndpointFailsWithExpiredAuthCode>(),
            Of<DPoPNegativeTests>(),
            Of<RefreshToken>(),
            Of<ParEnsurePkceRequired>(),
            Of<ParTestArrayAsAudienceFails>(),
        ],
    };
}
