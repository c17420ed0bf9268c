using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureClientAssertionInTokenEndpoint : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-client-assertion-in-token-endpoint", "A client that only says who it is, and does not prove it, gets no token.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectTokenRequestRefusedAsync(
        new TokenRefusal("FAPI2-SP-FINAL-5.3.2.1-6", "A token request without an assertion", "invalid_client", "invalid_request"),
        call => call.Assertion = null);
}
