using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class DiscoveryEndPointVerification : IConformanceModule
{
    private static readonly string[] Algorithms = ["PS256", "ES256", "EdDSA", "Ed25519"];

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "discovery-end-point-verification", "The discovery document is well-formed and says all that a FAPI 2.0 client has to know.");

    public async Task RunAsync(ModuleContext context)
    {
        var (checks, server, traits) = (context.Checks, context.Server, context.Traits);
        var response = await context.Wire.SendAsync(
            "Discovery document", new WireRequest(HttpMethod.Get, server.Address), cancellation: context.Cancellation);
        checks.Expect(response.MediaType == "application/json", "RFC8414-3.2", "The content type is application/json", response.MediaType ?? "(none)");
        MetadataChecks.Check(context);

        CheckClients(checks, server, traits);
        CheckTokens(checks, server, traits);
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
            CheckOpenId(checks, server);
        }
    }

    private static void CheckClients(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        const string Methods = "token_endpoint_auth_methods_supported";
        if (traits.UsesAssertion)
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.3.2.1-6", Methods, "private_key_jwt");
        }
        else
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.3.2.1-6", Methods, "tls_client_auth", "self_signed_tls_client_auth");
        }
        if (server.Values(Methods).Contains("private_key_jwt"))
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.4.1-1", "token_endpoint_auth_signing_alg_values_supported", Algorithms);
        }
    }

    private static void CheckTokens(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        if (traits.UsesDPoP)
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.4.1-1", "dpop_signing_alg_values_supported", Algorithms);
            return;
        }
        checks.Expect(
            server.Flag("tls_client_certificate_bound_access_tokens") == true, "FAPI2-SP-FINAL-5.3.2.1-5",
            "`tls_client_certificate_bound_access_tokens` is true", JsonText.Show(server.Document["tls_client_certificate_bound_access_tokens"]));
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
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.4.1-1", "request_object_signing_alg_values_supported", Algorithms);
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

    private static void CheckOpenId(CheckLog checks, ServerMetadata server)
    {
        MetadataChecks.ExpectOneOf(checks, server, "OIDCD-3", "scopes_supported", "openid");
        MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.4.1-1", "id_token_signing_alg_values_supported", Algorithms);
        checks.Expect(server.Values("subject_types_supported").Count > 0, "OIDCD-3", "`subject_types_supported` is a list of at least one type");
        checks.Expect(server.TryEndpoint("jwks_uri") is not null, "OIDCD-3", "`jwks_uri` is there");
        if (server.Has("userinfo_signing_alg_values_supported"))
        {
            MetadataChecks.ExpectOneOf(checks, server, "FAPI2-SP-FINAL-5.4.1-1", "userinfo_signing_alg_values_supported", Algorithms);
        }
    }
}
