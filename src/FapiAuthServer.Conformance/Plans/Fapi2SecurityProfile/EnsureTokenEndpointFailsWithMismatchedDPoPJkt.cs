using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureTokenEndpointFailsWithMismatchedDPoPJkt : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-token-endpoint-fails-with-mismatched-dpop-jkt", "A code that dpop_jkt bound to a key cannot be redeemed with another.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP.And(Fapi2Variants.WithCustomer),
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var authorization = await client.AuthorizeAsync(request => request["dpop_jkt"] = client.DPoPKey!.Thumbprint);
        client.DPoPKey = client.NewDPoPKey();
        await client.ExpectRedeemRefusedAsync(authorization, CodesOfAnotherKey.Refusal);
    }
}
