using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParTestTokenEndpointUrlAsAudienceFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-test-token-endpoint-url-as-audience-fails", "An assertion whose audience is the token endpoint's URL is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("FAPI2-SP-FINAL-5.3.2.1-8", "by a client whose assertion has the token endpoint as audience")
        {
            AtPush = ["invalid_client", "invalid_request"],
            UnauthorizedIsFine = true,
        },
        alterCall: call => call.Assertion!.Claims["aud"] = context.Server.Endpoint("token_endpoint").OriginalString);
}
