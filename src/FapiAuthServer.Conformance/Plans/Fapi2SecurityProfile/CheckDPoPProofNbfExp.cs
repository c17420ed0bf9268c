using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class CheckDPoPProofNbfExp : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "check-dpop-proof-nbf-exp", "Proofs that say from when and until when they are good are taken, though no proof has to say it.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var tokens = await context.First.ObtainTokensAsync(alterTokenRequest: AddTimes);
        await context.First.CallResourceAsync(tokens, AddTimes);

        void AddTimes(Call call)
        {
            call.Proof!.Claims["nbf"] = context.Now.ToUnixTimeSeconds();
            call.Proof.Claims["exp"] = context.Now.AddMinutes(5).ToUnixTimeSeconds();
        }
    }
}
