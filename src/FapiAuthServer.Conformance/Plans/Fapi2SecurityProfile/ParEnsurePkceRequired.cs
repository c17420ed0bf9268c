using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParEnsurePkceRequired : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-ensure-pkce-required", "A request without a PKCE challenge is refused.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal(context.Traits.Demands.ProofKey, "without a PKCE challenge")
        {
            AtPush = ["invalid_request"],
            AtAuthorization = ["invalid_request"],
            OrPage = true,
        },
        request => request.Remove("code_challenge", "code_challenge_method"));
}
