using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using static FapiAuthServer.Conformance.Plans.ConformanceModule;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectConfig;

/// <summary>OpenID Connect Discovery: the document alone.</summary>
internal static class OpenIdConnectConfigPlan
{
    public static ConformancePlan Plan { get; } = new()
    {
        Name = "oidcc-config-certification-test-plan",
        Title = "OpenID Connect Config OP",
        Profile = OpenIdConnectVariants.Profile,
        Parameters = [OpenIdConnectVariants.Metadata, OpenIdConnectVariants.Registration],
        Traits = _ => OpenIdConnectVariants.Traits,
        IsOffered = (_, server) => OpenIdConnectVariants.IsOffered(server),
        Modules = [Of<DiscoveryEndpointVerification>()],
    };
}
