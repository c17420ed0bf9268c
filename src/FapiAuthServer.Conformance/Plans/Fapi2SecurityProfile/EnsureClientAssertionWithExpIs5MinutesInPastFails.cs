using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureClientAssertionWithExpIs5MinutesInPastFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", "An assertion that expired five minutes ago is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectTokenRequestRefusedAsync(
        new TokenRefusal("RFC7523-3", "An assertion that has expired", "invalid_client", "invalid_request"),
        call => call.Assertion!.Claims["exp"] = context.Now.AddMinutes(-5).ToUnixTimeSeconds());
}
