using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsurePkceCodeVerifierRequired : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-pkce-code-verifier-required", "A code is not redeemed without its verifier.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context) => await context.First.ExpectRedeemRefusedAsync(
        await context.First.AuthorizeAsync(),
        new TokenRefusal(context.Traits.Demands.ProofKey, "A token request without code_verifier", "invalid_grant"),
        call => call.Form!.Remove("code_verifier"));
}
