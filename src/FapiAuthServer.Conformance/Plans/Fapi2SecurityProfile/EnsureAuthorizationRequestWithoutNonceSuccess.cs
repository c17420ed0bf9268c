using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationRequestWithoutNonceSuccess : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-request-without-nonce-success", "A request without nonce succeeds, and the id_token has none.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public Task RunAsync(ModuleContext context) => context.First.CompleteAsync(request => request.Remove("nonce"));
}
