using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

internal sealed class Fapi1BaselineDiscovery : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi1BaselineModule.Describe(
        "discovery-end-point-verification", "The discovery document is well-formed and says all that a FAPI 1.0 Baseline client has to know.");

    public async Task RunAsync(ModuleContext context)
    {
        var (checks, server, traits) = (context.Checks, context.Server, context.Traits);
        await MetadataChecks.CheckDocumentAsync(context);
        ClientMetadataChecks.CheckAuthentication(checks, server, traits);
        if (traits.UsesCertificateForResource)
        {
            ClientMetadataChecks.CheckCertificateBinding(checks, server, traits);
        }
        if (traits.IsOpenId)
        {
            ClientMetadataChecks.CheckOpenId(checks, server, traits);
        }
        MetadataChecks.ExpectOneOf(checks, server, "RFC8414-2", "response_types_supported", "code");
        MetadataChecks.ExpectOneOf(checks, server, traits.Demands.ProofKey, "code_challenge_methods_supported", "S256");
        checks.Expect(
            server.Flag("require_pushed_authorization_requests") is null or false, "RFC9126-5", "`require_pushed_authorization_requests` is absent or false",
            JsonText.Show(server.Document["require_pushed_authorization_requests"]));
    }
}
