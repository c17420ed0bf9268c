using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

/// <summary>What can be chosen in the FAPI 1.0 Baseline plan, and the words its modules use for where they apply.</summary>
internal static class Fapi1BaselineVariants
{
    private const string Authentication = "client_auth_type";
    private const string Constraint = "sender_constrain";
    private const string OpenId = "openid";

    private const string PrivateKeyJwt = "private_key_jwt";
    private const string MutualTls = "mtls";
    private const string None = "none";
    private const string PlainOAuth = "plain_oauth";
    private const string OpenIdConnect = "openid_connect";

    public static IReadOnlyList<VariantParameter> Parameters { get; } =
    [
        new(Authentication, [PrivateKeyJwt, MutualTls]),
        new(Constraint, [None, MutualTls]),
        new(OpenId, [PlainOAuth, OpenIdConnect]),
    ];

    public static Applicability WithAssertion { get; } = Applicability.Only(Authentication, PrivateKeyJwt);

    public static Applicability WithBoundTokens { get; } = Applicability.Only(Constraint, MutualTls);

    public static Applicability WithOpenId { get; } = Applicability.Only(OpenId, OpenIdConnect);

    public static Applicability WithPlainOAuth { get; } = Applicability.Only(OpenId, PlainOAuth);

    public static FlowTraits Traits(Variant variant) => new()
    {
        ClientAuthentication = variant.Is(Authentication, PrivateKeyJwt) ? ClientAuthentication.PrivateKeyJwt : ClientAuthentication.MutualTls,
        SenderConstraint = variant.Is(Constraint, MutualTls) ? SenderConstraint.MutualTls : SenderConstraint.None,
        IsOpenId = variant.Is(OpenId, OpenIdConnect),
        HasCustomer = true,
        Demands = Fapi1BaselineDemands.Demands,
        PushesRequests = false,
        AssertsToTokenEndpoint = true,
    };

    public static bool IsOffered(Variant variant, ServerMetadata server)
    {
        var traits = Traits(variant);
        var methods = server.Values("token_endpoint_auth_methods_supported");
        return (traits.UsesAssertion ? methods.Contains(PrivateKeyJwt) : methods.Any(method => method.EndsWith("tls_client_auth", StringComparison.Ordinal)))
            && server.Values("response_types_supported").Contains("code")
            && server.Values("code_challenge_methods_supported").Contains("S256")
            // What is demanded of such servers is more than this profile, or something else.
            && server.Flag("require_pushed_authorization_requests") != true && server.Flag("require_signed_request_object") != true
            && !methods.Any(method => method.StartsWith("client_secret_", StringComparison.Ordinal) && method != "client_secret_jwt")
            && (!traits.UsesCertificateForResource || server.Flag("tls_client_certificate_bound_access_tokens") == true)
            && (!traits.IsOpenId || server.Values("scopes_supported").Contains("openid"));
    }
}
