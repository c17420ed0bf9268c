using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>What a discovery document has to say to the clients of a variant.</summary>
internal static class ClientMetadataChecks
{
    /// <summary>How clients authenticate.</summary>
    public static void CheckAuthentication(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        const string Methods = "token_endpoint_auth_methods_supported";
        var demands = traits.Demands;
        if (traits.UsesAssertion)
        {
            MetadataChecks.ExpectOneOf(checks, server, demands.ClientAuthentication, Methods, "private_key_jwt");
        }
        else
        {
            MetadataChecks.ExpectOneOf(checks, server, demands.ClientAuthentication, Methods, "tls_client_auth", "self_signed_tls_client_auth");
        }
        if (server.Values(Methods).Contains("private_key_jwt"))
        {
            MetadataChecks.ExpectOneOf(checks, server, demands.Signing, "token_endpoint_auth_signing_alg_values_supported", demands.SigningAlgorithms);
        }
    }

    /// <summary>That tokens are bound to certificates.</summary>
    public static void CheckCertificateBinding(CheckLog checks, ServerMetadata server, FlowTraits traits) => checks.Expect(
        server.Flag("tls_client_certificate_bound_access_tokens") == true, traits.Demands.SenderConstraint,
        "`tls_client_certificate_bound_access_tokens` is true", JsonText.Show(server.Document["tls_client_certificate_bound_access_tokens"]));

    /// <summary>What comes with `openid`.</summary>
    public static void CheckOpenId(CheckLog checks, ServerMetadata server, FlowTraits traits)
    {
        var demands = traits.Demands;
        MetadataChecks.ExpectOneOf(checks, server, "OIDCD-3", "scopes_supported", "openid");
        MetadataChecks.ExpectOneOf(checks, server, demands.Signing, "id_token_signing_alg_values_supported", demands.SigningAlgorithms);
        checks.Expect(server.Values("subject_types_supported").Count > 0, "OIDCD-3", "`subject_types_supported` is a list of at least one type");
        checks.Expect(server.TryEndpoint("jwks_uri") is not null, "OIDCD-3", "`jwks_uri` is there");
        if (server.Has("userinfo_signing_alg_values_supported"))
        {
            MetadataChecks.ExpectOneOf(checks, server, demands.Signing, "userinfo_signing_alg_values_supported", demands.SigningAlgorithms);
        }
    }
}
