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
        new TokenRefusal(context.Traits.Demands.ClientAuthentication, "A token request without an assertion", "invalid_client", "invalid_request"),
        call => call.Assertion = null);
}
