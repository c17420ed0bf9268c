using System.Text.Json.Nodes;
using FapiAuthServer.Issuers;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Protocol.Discovery;

/// <summary>
/// What an issuer says of itself (RFC 8414, OpenID Connect Discovery): read off its profile and options, so that it is
/// true; registered members only; nothing of OpenID Connect unless it is offered.
/// </summary>
internal static class IssuerMetadata
{
    public static JsonObject Describe(Issuer issuer, IEnumerable<string> contexts)
    {
        var profile = issuer.Profile;
        var methods = profile.ClientAuthenticationMethods.Value;
        var algorithms = profile.SigningAlgorithms.Value;
        var constraints = profile.SenderConstraints.Value;

        // RFC8414-2
        var metadata = new JsonObject
        {
            ["issuer"] = issuer.Identifier,
            ["authorization_endpoint"] = issuer.Url(Issuer.AuthorizationPath),
            ["token_endpoint"] = issuer.Url(Issuer.TokenPath),
            ["jwks_uri"] = issuer.Url(Issuer.JsonWebKeySetPath),
            ["scopes_supported"] = Array(issuer.Scopes.Keys.Where(scope => scope != issuer.Options.PaymentReportScope)),
            ["response_types_supported"] = Array(profile.ResponseTypes.Value),
            ["response_modes_supported"] = Array(profile.ResponseModes.Value),
            ["grant_types_supported"] = Array(profile.GrantTypes.Value.Where(grantType => grantType != "refresh_token" || issuer.Scopes.ContainsKey("offline_access"))),
            ["introspection_endpoint"] = issuer.Url(Issuer.IntrospectionPath),
            ["revocation_endpoint"] = issuer.Url(Issuer.RevocationPath),
            ["code_challenge_methods_supported"] = Array(profile.ProofKeyMethods.Value),
        };

        foreach (var endpoint in (string[])["token_endpoint", "introspection_endpoint", "revocation_endpoint"])
        {
            metadata[endpoint + "_auth_methods_supported"] = Array(methods);
            metadata[endpoint + "_auth_signing_alg_values_supported"] = Array(algorithms);
        }

        // PAR-5
        metadata["pushed_authorization_request_endpoint"] = issuer.Url(Issuer.PushedAuthorizationPath);
        metadata["require_pushed_authorization_requests"] = profile.PushedRequestRequired.Value;

        // RFC9396-10
        if (issuer.DetailsTypes.Count > 0)
            metadata["authorization_details_types_supported"] = Array(issuer.DetailsTypes.Keys);

        // RFC9207-3
        metadata["authorization_response_iss_parameter_supported"] = profile.IssuerInResponse.Value;

        // RFC8705-5
        var aliases = new JsonObject
        {
            ["token_endpoint"] = issuer.MutualTlsUrl(Issuer.TokenPath),
            ["pushed_authorization_request_endpoint"] = issuer.MutualTlsUrl(Issuer.PushedAuthorizationPath),
            ["introspection_endpoint"] = issuer.MutualTlsUrl(Issuer.IntrospectionPath),
            ["revocation_endpoint"] = issuer.MutualTlsUrl(Issuer.RevocationPath),
        };
        metadata["tls_client_certificate_bound_access_tokens"] = constraints.Contains(Profiles.SenderConstraint.MutualTls);
        metadata["mtls_endpoint_aliases"] = aliases;

        // DPOP-5.1
        if (constraints.Contains(Profiles.SenderConstraint.DPoP))
            metadata["dpop_signing_alg_values_supported"] = Array(algorithms);

        if (issuer.OffersOpenId)
        {
            // OpenID Connect Discovery, section 3
            metadata["userinfo_endpoint"] = issuer.Url(Issuer.UserInfoPath);
            aliases["userinfo_endpoint"] = issuer.MutualTlsUrl(Issuer.UserInfoPath);
            metadata["subject_types_supported"] = Array(profile.SubjectTypes.Value);
            metadata["id_token_signing_alg_values_supported"] = Array(profile.IdTokenAlgorithms.Value);
            metadata["userinfo_signing_alg_values_supported"] = Array(profile.IdTokenAlgorithms.Value);
            OfferEncryption(metadata, profile, "id_token", "userinfo");
            metadata["acr_values_supported"] = Array(contexts);
            metadata["claims_supported"] = Array(["sub", "acr", "amr", "auth_time", .. profile.BackChannelLogout.Value ? ["sid"] : Enumerable.Empty<string>(), .. profile.IdentityClaims.Value]);
            metadata["claims_parameter_supported"] = true;
            metadata["prompt_values_supported"] = Array(["none", "login", "consent", "select_account"]);
        }

        // OIDCRIL-2.1
        if (profile.EndSession.Value)
            metadata["end_session_endpoint"] = issuer.Url(Issuer.EndSessionPath);

        // OIDCBCL-2.1
        if (profile.BackChannelLogout.Value)
        {
            metadata["backchannel_logout_supported"] = true;
            metadata["backchannel_logout_session_supported"] = true;
        }

        // JAR-10.5 and OpenID Connect Discovery, section 3
        if (profile.RequestObjects.Value == Profiles.RequestObjects.Required)
        {
            metadata["require_signed_request_object"] = true;
            metadata["request_object_signing_alg_values_supported"] = Array(algorithms);
            OfferEncryption(metadata, profile, "request_object");
        }

        // JARM-4
        if (profile.ResponseModes.Value.Contains("jwt"))
        {
            metadata["authorization_signing_alg_values_supported"] = Array(algorithms);
            OfferEncryption(metadata, profile, "authorization");
        }

        // RFC9701-7
        if (profile.SignedIntrospection.Value)
            metadata["introspection_signing_alg_values_supported"] = Array(algorithms);

        metadata["request_parameter_supported"] = profile.RequestObjects.Value == Profiles.RequestObjects.Required;
        metadata["request_uri_parameter_supported"] = false;
        return metadata;
    }

    private static void OfferEncryption(JsonObject metadata, FapiProfile profile, params string[] kinds)
    {
        foreach (var kind in kinds.Where(_ => profile.EncryptionAlgorithms.Value.Count > 0))
        {
            metadata[kind + "_encryption_alg_values_supported"] = Array(profile.EncryptionAlgorithms.Value);
            metadata[kind + "_encryption_enc_values_supported"] = Array(profile.ContentEncryption.Value);
        }
    }

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
