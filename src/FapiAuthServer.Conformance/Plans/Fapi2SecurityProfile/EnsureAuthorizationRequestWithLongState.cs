using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationRequestWithLongState : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-request-with-long-state", "A state of 1000 characters should be taken, and then comes back whole.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal("FAPI2-SP-FINAL-5.3.2.2", "with a state of 1000 characters")
            {
                AtPush = ["invalid_request"],
                AtAuthorization = ["invalid_request"],
                OrPage = true,
            },
            request => request["state"] = RandomText.Of(1000),
            whenRefused: Severity.Warning);
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }
}
