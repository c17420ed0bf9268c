using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>
/// The members of server metadata that have a meaning, and the type each must have: those of the IANA registry, and those that a
/// specification of the OpenID Foundation defines without registering them.
/// </summary>
internal static class MetadataMembers
{
    public const string Aliases = "mtls_endpoint_aliases";

    private static readonly string[] Addresses =
    [
        // RFC 8414, OpenID Connect Discovery and its logout and session specifications
        "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "registration_endpoint", "revocation_endpoint",
        "introspection_endpoint", "service_documentation", "op_policy_uri", "op_tos_uri", "end_session_endpoint", "check_session_iframe",
        // RFC 8628, RFC 9126, CIBA, grant management, token status lists, OpenID Federation
        "device_authorization_endpoint", "pushed_authorization_request_endpoint", "backchannel_authentication_endpoint",
        "grant_management_endpoint", "status_list_aggregation_endpoint", "federation_registration_endpoint", "signed_jwks_uri", "logo_uri",
        "information_uri", "organization_uri",
    ];

    private static readonly string[] Texts = ["signed_metadata", "organization_name", "display_name", "description"];

    private static readonly string[] Lists =
    [
        // RFC 8414 and OpenID Connect Discovery
        "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported", "acr_values_supported",
        "subject_types_supported", "display_values_supported", "claim_types_supported", "claims_supported", "claims_locales_supported",
        "ui_locales_supported", "code_challenge_methods_supported", "token_endpoint_auth_methods_supported",
        "token_endpoint_auth_signing_alg_values_supported", "revocation_endpoint_auth_methods_supported",
        "revocation_endpoint_auth_signing_alg_values_supported", "introspection_endpoint_auth_methods_supported",
        "introspection_endpoint_auth_signing_alg_values_supported", "id_token_signing_alg_values_supported",
        "id_token_encryption_alg_values_supported", "id_token_encryption_enc_values_supported", "userinfo_signing_alg_values_supported",
        "userinfo_encryption_alg_values_supported", "userinfo_encryption_enc_values_supported", "request_object_signing_alg_values_supported",
        "request_object_encryption_alg_values_supported", "request_object_encryption_enc_values_supported",
        // RFC 9396, RFC 9449, RFC 9701, RFC 9728, identity chaining
        "authorization_details_types_supported", "dpop_signing_alg_values_supported", "introspection_signing_alg_values_supported",
        "introspection_encryption_alg_values_supported", "introspection_encryption_enc_values_supported", "protected_resources",
        "identity_chaining_requested_token_types_supported",
        // JARM, CIBA, initiating registration, grant management
        "authorization_signing_alg_values_supported", "authorization_encryption_alg_values_supported", "authorization_encryption_enc_values_supported",
        "backchannel_token_delivery_modes_supported", "backchannel_authentication_request_signing_alg_values_supported",
        "prompt_values_supported", "grant_management_actions_supported",
        // Identity Assurance, Federation, NFV
        "trust_frameworks_supported", "evidence_supported", "documents_supported", "documents_methods_supported", "documents_check_methods_supported",
        "electronic_records_supported", "claims_in_verified_claims_supported", "attachments_supported", "digest_algorithms_supported",
        "client_registration_types_supported", "keywords", "contacts", "nfv_token_signing_alg_values_supported",
        "nfv_token_encryption_alg_values_supported", "nfv_token_encryption_enc_values_supported",
    ];

    private static readonly string[] Flags =
    [
        "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported", "require_request_uri_registration",
        "require_pushed_authorization_requests", "require_signed_request_object", "authorization_response_iss_parameter_supported",
        "tls_client_certificate_bound_access_tokens", "backchannel_user_code_parameter_supported", "backchannel_logout_supported",
        "backchannel_logout_session_supported", "frontchannel_logout_supported", "frontchannel_logout_session_supported",
        "grant_management_action_required", "verified_claims_supported",
    ];

    private static readonly string[] Objects = [Aliases, "jwks"];

    public static bool IsKnown(string name) =>
        Addresses.Contains(name) || Texts.Contains(name) || Lists.Contains(name) || Flags.Contains(name) || Objects.Contains(name);

    public static bool IsWellTyped(string name, JsonNode? value) =>
        Addresses.Contains(name) ? JsonText.Of(value) is { } text && Uri.TryCreate(text, UriKind.Absolute, out _)
        : Texts.Contains(name) ? JsonText.Of(value) is not null
        : Lists.Contains(name) ? value is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String)
        : Flags.Contains(name) ? JsonText.Flag(value) is not null
        : !Objects.Contains(name) || value is JsonObject;
}
