using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureSignedClientAssertionWithRs256Fails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-signed-client-assertion-with-RS256-fails", "An assertion signed with RS256 is refused, though the key is the client's.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion,
    };

    public Task RunAsync(ModuleContext context)
    {
        if (context.First.Client.Key is not { IsRsa: true })
        {
            context.Checks.Skip(context.Traits.Demands.Signing, "The first client's key is no RSA key, so it cannot sign with RS256.");
        }
        return context.First.ExpectTokenRequestRefusedAsync(
            new TokenRefusal(context.Traits.Demands.Signing, "An assertion signed with RS256", "invalid_client"),
            call => call.Assertion!.Header["alg"] = "RS256");
    }
}
