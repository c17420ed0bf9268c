using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureClientAssertionWithNoSubFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-client-assertion-with-no-sub-fails", "An assertion that does not say whom it is about is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectTokenRequestRefusedAsync(
        new TokenRefusal("RFC7523-3", "An assertion without sub", "invalid_client", "invalid_request"),
        call => call.Assertion!.Claims.Remove("sub"));
}
