using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureClientAssertionWithWrongAudFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-client-assertion-with-wrong-aud-fails", "An assertion made for another server is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectTokenRequestRefusedAsync(
        new TokenRefusal(context.Traits.Demands.AssertionAudience, "An assertion for another server", "invalid_client", "invalid_request"),
        call => call.Assertion!.Claims["aud"] = "https://other.example.test");
}
