using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParTestArrayAsAudienceFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-test-array-as-audience-fails", "An assertion whose audience is an array, even one that holds the issuer, is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("FAPI2-SP-FINAL-5.3.2.1-8", "by a client whose assertion has an array as audience")
        {
            AtPush = ["invalid_client", "invalid_request"],
            UnauthorizedIsFine = true,
        },
        alterCall: call => call.Assertion!.Claims["aud"] = new JsonArray(context.Server.Issuer, "https://other.example.test", "invalid"));
}
