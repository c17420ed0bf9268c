using FapiAuthServer.Conformance.Plans.Fapi1Advanced;
using FapiAuthServer.Conformance.Plans.Fapi1Baseline;
using FapiAuthServer.Conformance.Plans.Fapi2MessageSigning;
using FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;
using FapiAuthServer.Conformance.Plans.OpenIdConnectBackchannelLogout;
using FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;
using FapiAuthServer.Conformance.Plans.OpenIdConnectConfig;
using FapiAuthServer.Conformance.Plans.OpenIdConnectFormPostBasic;
using FapiAuthServer.Conformance.Plans.OpenIdConnectRpInitiatedLogout;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>The plans that can be run: a folder each, and a line here.</summary>
public static class KnownPlans
{
    public static IReadOnlyList<ConformancePlan> All { get; } =
    [
        Fapi2SecurityProfilePlan.Plan,
        Fapi2MessageSigningPlan.Plan,
        Fapi1AdvancedPlan.Plan,
        Fapi1BaselinePlan.Plan,
        OpenIdConnectBasicPlan.Plan,
        OpenIdConnectConfigPlan.Plan,
        OpenIdConnectFormPostBasicPlan.Plan,
        OpenIdConnectRpInitiatedLogoutPlan.Plan,
        OpenIdConnectBackchannelLogoutPlan.Plan,
    ];

    /// <exception cref="ConformanceException">There is no such plan.</exception>
    public static ConformancePlan Find(string name) => All.FirstOrDefault(plan => plan.Name == name)
        ?? throw new ConformanceException($"There is no plan {name}{NearestName.Hint(name, All.Select(plan => plan.Name))}; choose {string.Join(", ", All.Select(plan => plan.Name))}.");
}
