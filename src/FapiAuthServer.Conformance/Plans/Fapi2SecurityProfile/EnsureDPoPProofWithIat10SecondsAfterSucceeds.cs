using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureDPoPProofWithIat10SecondsAfterSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-dpopproof-with-iat-10seconds-after-succeeds", "Proofs of a client whose clock is some seconds fast are taken, everywhere.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP,
    };

    // Eight, so that what passes until the server looks at its clock does not matter.
    public Task RunAsync(ModuleContext context) => ProofsOfAnotherTime.SucceedAsync(context, TimeSpan.FromSeconds(8));
}
