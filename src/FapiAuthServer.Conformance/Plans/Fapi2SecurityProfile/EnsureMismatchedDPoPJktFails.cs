using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureMismatchedDPoPJktFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-mismatched-dpop-jkt-fails", "A pushed request that names one key, and comes with a proof by another, is refused.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("RFC9449-10.1", "with a proof by another key than dpop_jkt names")
        {
            AtPush = ["invalid_request", "invalid_dpop_proof"],
        },
        request => request["dpop_jkt"] = context.First.NewDPoPKey().Thumbprint,
        call => context.First.AddProof(call));
}
