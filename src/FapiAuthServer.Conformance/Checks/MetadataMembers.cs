using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>The registered members of server metadata, and the type each must have.</summary>
internal static class MetadataMembers
{
    private static readonly string[] Addresses =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "registration_endpoint", "revocation_endpoint",
        "introspection_endpoint", "pushed_authorization_request_endpoint", "backchannel_authentication_endpoint", "device_authorization_endpoint",
        "end_session_endpoint", "check_session_iframe", "service_documentation", "op_policy_uri", "op_tos_uri", "challenge_endpoint",
        "grant_management_endpoint",
    ];

    private static readonly string[] Texts = ["signed_metadata"];

    private static readonly string[] Lists =
    [
        "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported", "acr_values_supported",
        "subject_types_supported", "display_values_supported", "claim_types_supported", "claims_supported", "claims_locales_supported",
        "ui_locales_supported", "prompt_values_supported", "code_challenge_methods_supported", "dpop_signing_alg_values_supported",
        "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported",
        "revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
        "introspection_endpoint_auth_methods_supported", "introspection_endpoint_auth_signing_alg_values_supported",
        "introspection_signing_alg_values_supported", "introspection_encryption_alg_values_supported", "introspection_encryption_enc_values_supported",
        "id_token_signing_alg_values_supported", "id_token_encryption_alg_values_supported", "id_token_encryption_enc_values_supported",
        "userinfo_signing_alg_values_supported", "userinfo_encryption_alg_values_supported", "userinfo_encryption_enc_values_supported",
        "request_object_signing_alg_values_supported", "request_object_encryption_alg_values_supported", "request_object_encryption_enc_values_supported",
        "authorization_signing_alg_values_supported", "authorization_encryption_alg_values_supported", "authorization_encryption_enc_values_supported",
        "authorization_details_types_supported", "backchannel_token_delivery_modes_supported",
        "backchannel_authentication_request_signing_alg_values_supported", "grant_management_actions_supported",
        "trust_frameworks_supported", "evidence_supported", "protected_resources", "client_registration_types_supported",
    ];

    private static readonly string[] Flags =
    [
        "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported", "require_request_uri_registration",
        "require_pushed_authorization_requests", "require_signed_request_object", "authorization_response_iss_parameter_supported",
        "tls_client_certificate_bound_access_tokens", "backchannel_user_code_parameter_supported", "backchannel_logout_supported",
        "backchannel_logout_session_supported", "frontchannel_logout_supported", "frontchannel_logout_session_supported",
        "grant_management_action_required", "verified_claims_supported", "client_id_metadata_document_supported",
    ];

    public const string Aliases = "mtls_endpoint_aliases";

    public static bool IsKnown(string name) =>
        Addresses.Contains(name) || Texts.Contains(name) || Lists.Contains(name) || Flags.Contains(name) || name == Aliases;

    public static bool IsWellTyped(string name, JsonNode? value) =>
        Addresses.Contains(name) ? JsonText.Of(value) is { } text && Uri.TryCreate(text, UriKind.Absolute, out _)
        : Texts.Contains(name) ? JsonText.Of(value) is not null
        : Lists.Contains(name) ? value is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String)
        : Flags.Contains(name) ? JsonText.Flag(value) is not null
        : name != Aliases || value is JsonObject;
}
