using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>What the OpenID Connect plans have in common: the code flow, with clients that are registered beforehand and share a secret.</summary>
internal static class OpenIdConnectVariants
{
    /// <summary>The profile of the sandbox's issuer for these plans.</summary>
    public const string Profile = "oidc";

    public static VariantParameter Metadata { get; } = new("server_metadata", ["discovery"], Default: "discovery");

    public static VariantParameter ResponseType { get; } = new("response_type", ["code"], Default: "code");

    public static VariantParameter Registration { get; } = new("client_registration", ["static_client"], Default: "static_client");

    public static FlowTraits Traits { get; } = new()
    {
        ClientAuthentication = ClientAuthentication.SecretBasic,
        SenderConstraint = SenderConstraint.None,
        IsOpenId = true,
        HasCustomer = true,
        Demands = OpenIdConnectDemands.Demands,
        PushesRequests = false,
        UsesProofKey = false,
        Scope = "openid",
    };

    // A server that does not say how clients may authenticate takes a secret in the header (RFC 8414 section 2).
    public static bool IsOffered(ServerMetadata server) =>
        server.Values("response_types_supported").Contains("code")
        && server.Flag("require_pushed_authorization_requests") != true
        && (!server.Has("token_endpoint_auth_methods_supported") || server.Values("token_endpoint_auth_methods_supported").Contains("client_secret_basic"));
}
