using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationRequestWithoutStateSuccess : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-request-without-state-success", "A request without state succeeds, and none is made up for it.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var tokens = await context.First.CompleteAsync(request => request.Remove("state"));
        if (tokens.IdToken is { } identity)
        {
            context.Checks.Expect(!identity.Claims.ContainsKey("s_hash"), "FAPI1-ADV-5.1.1", "The id_token has no hash of a state that was not sent");
        }
    }
}
