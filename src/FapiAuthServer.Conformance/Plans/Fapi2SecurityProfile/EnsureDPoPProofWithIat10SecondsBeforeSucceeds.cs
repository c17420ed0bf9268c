using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureDPoPProofWithIat10SecondsBeforeSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-dpopproof-with-iat-10seconds-before-succeeds", "Proofs of a client whose clock is ten seconds slow are taken, everywhere.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP,
    };

    public Task RunAsync(ModuleContext context) => ProofsOfAnotherTime.SucceedAsync(context, TimeSpan.FromSeconds(-10));
}
