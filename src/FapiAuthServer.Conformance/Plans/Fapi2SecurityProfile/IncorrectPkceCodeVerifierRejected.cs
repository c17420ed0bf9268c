using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class IncorrectPkceCodeVerifierRejected : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "incorrect-pkce-code-verifier-rejected", "A code is not redeemed with another verifier.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context) => await context.First.ExpectRedeemRefusedAsync(
        await context.First.AuthorizeAsync(),
        new TokenRefusal("RFC7636-4.6", "A token request with a wrong code_verifier", "invalid_grant"),
        call => call.Form!["code_verifier"] = RandomText.OfUnreserved(128));
}
