using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureDPoPAuthCodeBindingSuccess : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-dpop-auth-code-binding-success", "A code that dpop_jkt bound to a key is redeemed with that key.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.CompleteAsync(request => request["dpop_jkt"] = context.First.DPoPKey!.Thumbprint);
}
