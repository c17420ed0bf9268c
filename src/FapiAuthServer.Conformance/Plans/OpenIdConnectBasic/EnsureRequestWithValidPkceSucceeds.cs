using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class EnsureRequestWithValidPkceSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "ensure-request-with-valid-pkce-succeeds", "A request with a PKCE challenge is granted, and its code is redeemed with the verifier.") with
    {
        Otherwise = traits => traits with { UsesProofKey = true },
    };

    public async Task RunAsync(ModuleContext context) => await context.First.ObtainTokensAsync();
}
