using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

internal sealed class Fapi1AdvancedDiscovery : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi1Module.Describe(
        "discovery-end-point-verification", "The discovery document is well-formed and says all that a FAPI 1.0 Advanced client has to know.");

    public async Task RunAsync(ModuleContext context)
    {
        var (checks, server, traits) = (context.Checks, context.Server, context.Traits);
        await MetadataChecks.CheckDocumentAsync(context);
        ClientMetadataChecks.CheckAuthentication(checks, server, traits);
        ClientMetadataChecks.CheckCertificateBinding(checks, server, traits);
        ClientMetadataChecks.CheckOpenId(checks, server, traits);
        MetadataChecks.ExpectOneOf(checks, server, traits.Demands.Signing, "request_object_signing_alg_values_supported", traits.Demands.SigningAlgorithms);
        if (server.Has("grant_types_supported"))
        {
            MetadataChecks.ExpectOneOf(checks, server, "RFC8414-2", "grant_types_supported", "authorization_code");
        }
        if (traits.SignsResponses)
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI1-ADV-5.2.2-2", "response_types_supported", "code");
            MetadataChecks.CheckSignedResponses(checks, server);
        }
        else
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI1-ADV-5.2.2-2", "response_types_supported", "code id_token");
        }
        CheckRequests(checks, server, traits);
    }

    private static void CheckRequests(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        const string Demanded = "require_pushed_authorization_requests";
        var shown = JsonText.Show(server.Document[Demanded]);
        if (traits.PushesRequests)
        {
            checks.Expect(
                server.TryEndpoint("pushed_authorization_request_endpoint") is not null, "FAPI1-ADV-5.2.2-11",
                "`pushed_authorization_request_endpoint` is there");
            checks.Expect(!server.Has(Demanded) || server.Flag(Demanded) is not null, "RFC9126-5", $"`{Demanded}` is true or false", shown);
            MetadataChecks.ExpectOneOf(checks, server, traits.Demands.ProofKey, "code_challenge_methods_supported", "S256");
            return;
        }
        checks.Expect(
            server.Flag("request_parameter_supported") == true, "OIDCD-3", "`request_parameter_supported` is true",
            JsonText.Show(server.Document["request_parameter_supported"]));
        checks.Require(server.Flag(Demanded) is null or false, "RFC9126-5", $"`{Demanded}` is absent or false, as requests need not be pushed", shown);
    }
}
