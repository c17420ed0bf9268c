using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using static FapiAuthServer.Conformance.Plans.ConformanceModule;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

/// <summary>OpenID Connect Core: what every provider of the code flow does.</summary>
internal static class OpenIdConnectBasicPlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "oidcc-basic-certification-test-plan",
        Title = "OpenID Connect Basic OP",
        Profile = OpenIdConnectVariants.Profile,
        Parameters = [OpenIdConnectVariants.Metadata, OpenIdConnectVariants.Registration],
        Traits = _ => OpenIdConnectVariants.Traits,
        IsOffered = (_, server) => OpenIdConnectVariants.IsOffered(server),
        Modules =
        [
            Of<Server>(),
            Of<ResponseTypeMissing>(),
            UserinfoModules.Get,
            UserinfoModules.PostHeader,
            UserinfoModules.PostBody,
            ToleratedRequests.WithoutNonce,
            ScopeModules.Profile,
            ScopeModules.Email,
            ScopeModules.Address,
            ScopeModules.Phone,
            ScopeModules.All,
            ToleratedRequests.OtherOrder,
            ToleratedRequests.DisplayPage,
            ToleratedRequests.DisplayPopup,
            Of<PromptLogin>(),
            Of<PromptNoneNotLoggedIn>(),
            Of<PromptNoneLoggedIn>(),
            Of<MaxAge1>(),
            Of<MaxAge10000>(),
            ToleratedRequests.UnknownParameter,
            Of<IdTokenHint>(),
            ToleratedRequests.LoginHint,
            ToleratedRequests.UiLocales,
            ToleratedRequests.ClaimsLocales,
            Of<EnsureRequestWithAcrValuesSucceeds>(),
            Of<CodeReuse>(),
            Of<CodeReuse30Seconds>(),
            Of<EnsureRegisteredRedirectUri>(),
            Of<EnsurePostRequestSucceeds>(),
            Of<ServerClientSecretPost>(),
            Of<UnsignedRequestObjectSupportedCorrectlyOrRejectedAsUnsupported>(),
            Of<ClaimsEssential>(),
            Of<EnsureRequestObjectWithRedirectUri>(),
            Of<RefreshToken>(),
            Of<EnsureRequestWithValidPkceSucceeds>(),
        ],
    };
}
