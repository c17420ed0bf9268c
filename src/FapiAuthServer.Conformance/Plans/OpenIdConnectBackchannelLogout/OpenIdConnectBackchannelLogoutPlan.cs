using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using static FapiAuthServer.Conformance.Plans.ConformanceModule;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBackchannelLogout;

/// <summary>OpenID Connect Back-Channel Logout, begun by a client.</summary>
internal static class OpenIdConnectBackchannelLogoutPlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
        Title = "OpenID Connect Back-Channel Logout OP",
        Profile = OpenIdConnectVariants.Profile,
        Parameters = [OpenIdConnectVariants.ResponseType, OpenIdConnectVariants.Registration],
        Traits = _ => OpenIdConnectVariants.Traits,
        IsOffered = (_, server) => OpenIdConnectVariants.IsOffered(server) && server.Flag("backchannel_logout_supported") == true,
        Modules = [Of<BackchannelDiscoveryEndpointVerification>(), Of<BackchannelRpInitiatedLogout>()],
    };
}
