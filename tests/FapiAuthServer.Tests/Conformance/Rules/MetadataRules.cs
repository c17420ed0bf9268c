using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>The registered metadata members (RFC 8414 and the registry it opened) that may stand here, and their types.</summary>
internal static class MetadataRules
{
    private static readonly string[] Urls =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint", "revocation_endpoint",
        "introspection_endpoint", "userinfo_endpoint", "pushed_authorization_request_endpoint", "end_session_endpoint",
        "service_documentation", "op_policy_uri", "op_tos_uri",
    ];

    private static readonly string[] Lists =
    [
        "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported",
        "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported",
        "revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
        "introspection_endpoint_auth_methods_supported", "introspection_endpoint_auth_signing_alg_values_supported",
        "code_challenge_methods_supported", "dpop_signing_alg_values_supported", "subject_types_supported",
        "id_token_signing_alg_values_supported", "userinfo_signing_alg_values_supported", "acr_values_supported", "authorization_details_types_supported",
        "claims_supported", "prompt_values_supported", "ui_locales_supported", "claims_locales_supported",
        "request_object_signing_alg_values_supported", "authorization_signing_alg_values_supported", "authorization_details_types_supported",
        "id_token_encryption_alg_values_supported", "id_token_encryption_enc_values_supported",
        "userinfo_encryption_alg_values_supported", "userinfo_encryption_enc_values_supported",
        "request_object_encryption_alg_values_supported", "request_object_encryption_enc_values_supported",
        "authorization_encryption_alg_values_supported", "authorization_encryption_enc_values_supported",
    ];

    private static readonly string[] Flags =
    [
        "require_pushed_authorization_requests", "authorization_response_iss_parameter_supported",
        "tls_client_certificate_bound_access_tokens", "claims_parameter_supported", "request_parameter_supported",
        "request_uri_parameter_supported", "require_request_uri_registration", "require_signed_request_object",
    ];

    public static void CheckTypes(JsonObject metadata) => Assert.All(metadata, member => Assert.True(IsWellFormed(member.Key, member.Value!), member.Key));

    private static bool IsWellFormed(string name, JsonNode value) =>
        Urls.Contains(name) ? IsPlainHttps((string?)value)
        : Lists.Contains(name) ? value is JsonArray { Count: > 0 } list && list.All(item => item!.GetValueKind() == JsonValueKind.String) && IsDistinct(list)
        : Flags.Contains(name) ? value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        : name == "mtls_endpoint_aliases" && value is JsonObject aliases && aliases.All(alias => Urls.Contains(alias.Key) && IsPlainHttps((string?)alias.Value));

    private static bool IsPlainHttps(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", Query: "", Fragment: "" } && !text.EndsWith('/');

    private static bool IsDistinct(JsonArray list) => list.Select(item => (string?)item).Distinct().Count() == list.Count;
}
