using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParPlainPkceRejected : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-plain-pkce-rejected", "A PKCE challenge that is the verifier itself is refused.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal(context.Traits.Demands.ProofKey, "with a plain PKCE challenge")
        {
            AtPush = ["invalid_request"],
            AtAuthorization = ["invalid_request"],
            OrPage = true,
        },
        request =>
        {
            request["code_challenge"] = RandomText.OfUnreserved(128);
            request["code_challenge_method"] = "plain";
        });
}
