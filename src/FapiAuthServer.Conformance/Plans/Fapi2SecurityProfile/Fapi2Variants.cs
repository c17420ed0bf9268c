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
    private const string RequestMethod = "fapi_request_method";
    private const string ResponseMode = "fapi_response_mode";

    private const string PrivateKeyJwt = "private_key_jwt";
    private const string MutualTls = "mtls";
    private const string DPoP = "dpop";
    private const string PlainOAuth = "plain_oauth";
    private const string OpenIdConnect = "openid_connect";
    private const string Simple = "simple";
    private const string PlainFapi = "plain_fapi";
    private const string ClientCredentials = "fapi_client_credentials_grant";
    private const string Unsigned = "unsigned";
    private const string Signed = "signed_non_repudiation";
    private const string PlainResponse = "plain_response";
    private const string Jarm = "jarm";

    public static IReadOnlyList<VariantParameter> Parameters { get; } =
    [
        new(Authentication, [PrivateKeyJwt, MutualTls]),
        new(Constraint, [MutualTls, DPoP]),
        new(OpenId, [PlainOAuth, OpenIdConnect]),
        new(RequestType, [Simple], Default: Simple),
        new(Profile, [PlainFapi, ClientCredentials], Default: PlainFapi),
    ];

    /// <summary>Without the clients that get tokens for themselves: they send no request that could be signed.</summary>
    public static IReadOnlyList<VariantParameter> ParametersOfMessageSigning { get; } =
    [
        .. Parameters.Where(parameter => parameter.Name != Profile),
        new(RequestMethod, [Unsigned, Signed]),
        new(ResponseMode, [PlainResponse, Jarm]),
        new(Profile, [PlainFapi], Default: PlainFapi),
    ];

    public static Applicability WithCustomer { get; } = Applicability.Not(Profile, ClientCredentials);

    public static Applicability WithAssertion { get; } = Applicability.Only(Authentication, PrivateKeyJwt);

    public static Applicability WithDPoP { get; } = Applicability.Only(Constraint, DPoP);

    public static Applicability WithOpenId { get; } = Applicability.Only(OpenId, OpenIdConnect).And(WithCustomer);

    public static Applicability WithSignedRequests { get; } = Applicability.Only(RequestMethod, Signed);

    public static Applicability WithPlainFapi { get; } = Applicability.Only(Profile, PlainFapi);

    /// <summary>Without a customer there is nobody an id_token could be about; and where nothing is signed, Message Signing says nothing.</summary>
    public static bool IsVariant(Variant variant) =>
        !(variant.Is(Profile, ClientCredentials) && variant.Is(OpenId, OpenIdConnect)) && !(variant.Is(RequestMethod, Unsigned) && variant.Is(ResponseMode, PlainResponse));

    public static FlowTraits Traits(Variant variant) => new()
    {
        ClientAuthentication = variant.Is(Authentication, PrivateKeyJwt) ? ClientAuthentication.PrivateKeyJwt : ClientAuthentication.MutualTls,
        SenderConstraint = variant.Is(Constraint, DPoP) ? SenderConstraint.DPoP : SenderConstraint.MutualTls,
        IsOpenId = variant.Is(OpenId, OpenIdConnect),
        HasCustomer = !variant.Is(Profile, ClientCredentials),
        Demands = Fapi2Demands.Demands,
        SignsRequests = variant.Is(RequestMethod, Signed),
        Responses = variant.Is(ResponseMode, Jarm) ? ResponseForm.SignedQuery : ResponseForm.Query,
    };

    public static bool IsOffered(Variant variant, ServerMetadata server)
    {
        var traits = Traits(variant);
        var methods = server.Values("token_endpoint_auth_methods_supported");
        return (traits.UsesAssertion ? methods.Contains("private_key_jwt") : methods.Any(method => method.EndsWith("tls_client_auth", StringComparison.Ordinal)))
            && (traits.UsesDPoP ? server.Has("dpop_signing_alg_values_supported") : server.Flag("tls_client_certificate_bound_access_tokens") == true)
            && server.Values("response_types_supported").Contains("code")
            && server.Has("pushed_authorization_request_endpoint")
            && (traits.SignsRequests ? server.Values("request_object_signing_alg_values_supported").Count > 0 : server.Flag("require_signed_request_object") != true)
            && (!traits.SignsResponses || server.Values("response_modes_supported").Contains("jwt"))
            && (!traits.IsOpenId || server.Values("scopes_supported").Contains("openid"))
            && (traits.HasCustomer || server.Values("grant_types_supported").Contains("client_credentials"));
    }
}
