using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationRequestWith64CharNonceSuccess : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-request-with-64-char-nonce-success", "A nonce of 64 characters, which every server has to take, comes back whole.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public Task RunAsync(ModuleContext context) => context.First.CompleteAsync(request => request["nonce"] = RandomText.Of(64));
}
