using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class DiscoveryEndPointVerification : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "discovery-end-point-verification", "The discovery document is well-formed and says all that a FAPI 2.0 client has to know.");

    public async Task RunAsync(ModuleContext context)
    {
        var (checks, server, traits) = (context.Checks, context.Server, context.Traits);
        await MetadataChecks.CheckDocumentAsync(context);
        ClientMetadataChecks.CheckAuthentication(checks, server, traits);
        if (traits.UsesDPoP)
        {
            MetadataChecks.ExpectOneOf(checks, server, traits.Demands.Signing, "dpop_signing_alg_values_supported", traits.Demands.SigningAlgorithms);
        }
        else
        {
            ClientMetadataChecks.CheckCertificateBinding(checks, server, traits);
        }
        if (traits.HasCustomer)
        {
            CheckAuthorization(checks, server);
            CheckSignatures(checks, server, traits);
        }
        else
        {
            MetadataChecks.ExpectOneOf(checks, server, "RFC8414-2", "grant_types_supported", "client_credentials");
        }
        if (traits.IsOpenId)
        {
            ClientMetadataChecks.CheckOpenId(checks, server, traits);
        }
    }

    private static void CheckAuthorization(CheckLog checks, ServerMetadata server)
    {
        MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.3.2.2-1", "response_types_supported", "code");
        MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.3.2.2-5", "code_challenge_methods_supported", "S256");
        checks.Expect(
            server.TryEndpoint("pushed_authorization_request_endpoint") is not null, "FAPI2-SP-FINAL-5.3.2.2-2",
            "`pushed_authorization_request_endpoint` is there");
    }

    private static void CheckSignatures(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        if (traits.SignsRequests)
        {
            MetadataChecks.ExpectOneOf(checks, server, traits.Demands.Signing, "request_object_signing_alg_values_supported", traits.Demands.SigningAlgorithms);
        }
        if (traits.SignsResponses)
        {
            MetadataChecks.CheckSignedResponses(checks, server);
            return;
        }
        checks.Expect(
            server.Flag("authorization_response_iss_parameter_supported") == true, "FAPI2-SP-FINAL-5.3.2.2-7",
            "`authorization_response_iss_parameter_supported` is true");
    }
}
