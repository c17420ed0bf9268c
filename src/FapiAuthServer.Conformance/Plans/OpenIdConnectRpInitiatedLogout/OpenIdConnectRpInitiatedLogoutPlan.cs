using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using static FapiAuthServer.Conformance.Plans.ConformanceModule;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectRpInitiatedLogout;

/// <summary>OpenID Connect RP-Initiated Logout.</summary>
internal static class OpenIdConnectRpInitiatedLogoutPlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "oidcc-rp-initiated-logout-certification-test-plan",
        Title = "OpenID Connect RP-Initiated Logout OP",
        Profile = OpenIdConnectVariants.Profile,
        Parameters = [OpenIdConnectVariants.ResponseType, OpenIdConnectVariants.Registration],
        Traits = _ => OpenIdConnectVariants.Traits,
        IsOffered = (_, server) => OpenIdConnectVariants.IsOffered(server) && server.Has("end_session_endpoint"),
        Modules =
        [
            Of<LogoutDiscoveryEndpointVerification>(),
            LogoutModules.Ordinary,
            LogoutModules.BadRedirectUri,
            LogoutModules.ModifiedHint,
            LogoutModules.NoHint,
            LogoutModules.NoParameters,
            LogoutModules.NoRedirectUri,
            LogoutModules.NoState,
            LogoutModules.OnlyState,
            LogoutModules.QueryAdded,
            LogoutModules.BadHint,
        ],
    };
}
