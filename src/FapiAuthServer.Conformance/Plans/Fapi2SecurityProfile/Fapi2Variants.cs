using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>What can be chosen in the FAPI 2.0 plans, and the words its modules use for where they apply.</summary>
internal static class Fapi2Variants
{
    private const string Authentication = "client_auth_type";
    private const string Constraint = "sender_constrain";
    private const string OpenId = "openid";
    private const string RequestType = "authorization_request_type";
    private const string Profile = "fapi_profile";

    private const string PrivateKeyJwt = "private_key_jwt";
    private const string MutualTls = "mtls";
    private const string DPoP = "dpop";
    private const string PlainOAuth = "plain_oauth";
    private const string OpenIdConnect = "openid_connect";
    private const string Simple = "simple";
    private const string PlainFapi = "plain_fapi";
    private const string ClientCredentials = "fapi_client_credentials_grant";

    public static IReadOnlyList<VariantParameter> Parameters { get; } =
    [
        new(Authentication, [PrivateKeyJwt, MutualTls]),
        new(Constraint, [MutualTls, DPoP]),
        new(OpenId, [PlainOAuth, OpenIdConnect]),
        new(RequestType, [Simple], Default: Simple),
        new(Profile, [PlainFapi, ClientCredentials], Default: PlainFapi),
    ];

    public static Applicability WithCustomer { get; } = Applicability.Not(Profile, ClientCredentials);

    public static Applicability WithAssertion { get; } = Applicability.Only(Authentication, PrivateKeyJwt);

    public static Applicability WithDPoP { get; } = Applicability.Only(Constraint, DPoP);

    public static Applicability WithOpenId { get; } = Applicability.Only(OpenId, OpenIdConnect).And(WithCustomer);

    public static Applicability WithPlainFapi { get; } = Applicability.Only(Profile, PlainFapi);

    /// <summary>Without a customer there is nobody an id_token could be about.</summary>
    public static bool IsVariant(Variant variant) => !(variant.Is(Profile, ClientCredentials) && variant.Is(OpenId, OpenIdConnect));

    public static FlowTraits Traits(Variant variant) => new()
    {
        ClientAuthentication = variant.Is(Authentication, PrivateKeyJwt) ? ClientAuthentication.PrivateKeyJwt : ClientAuthentication.MutualTls,
        SenderConstraint = variant.Is(Constraint, DPoP) ? SenderConstraint.DPoP : SenderConstraint.MutualTls,
        IsOpenId = variant.Is(OpenId, OpenIdConnect),
        HasCustomer = !variant.Is(Profile, ClientCredentials),
    };

    public static bool IsOffered(Variant variant, ServerMetadata server)
    {
        var traits = Traits(variant);
        var methods = server.Values("token_endpoint_auth_methods_supported");
        return (traits.UsesAssertion ? methods.Contains("private_key_jwt") : methods.Any(method => method.EndsWith("tls_client_auth", StringComparison.Ordinal)))
            && (traits.UsesDPoP ? server.Has("dpop_signing_alg_values_supported") : server.Flag("tls_client_certificate_bound_access_tokens") == true)
            && (!traits.IsOpenId || server.Values("scopes_supported").Contains("openid"))
            && (traits.HasCustomer || server.Values("grant_types_supported").Contains("client_credentials"));
    }
}
