using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureDPoPProofAtParEndpointBindingSuccess : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-dpopproof-at-par-endpoint-binding-success", "A code that a proof at the PAR endpoint bound to a key is redeemed with that key.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.CompleteAsync(alterPush: call => context.First.AddProof(call));
}
