using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class StateOnlyOutsideRequestObjectNotUsed : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "state-only-outside-request-object-not-used", "A state that was not pushed is no part of the request, and does not come back.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal("RFC9101-6.3", "with a state only beside the request_uri")
            {
                AtAuthorization = ["invalid_request", "invalid_request_object", "invalid_request_uri", "access_denied"],
                OrPage = true,
                StateIsOptional = true,
            },
            request => request.Remove("state"),
            query => query["state"] = RandomText.Of(10));
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }
}
