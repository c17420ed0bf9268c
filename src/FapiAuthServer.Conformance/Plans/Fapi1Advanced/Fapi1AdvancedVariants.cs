using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

/// <summary>What can be chosen in the FAPI 1.0 Advanced plan, and the words its modules use for where they apply.</summary>
internal static class Fapi1AdvancedVariants
{
    private const string Authentication = "client_auth_type";
    private const string RequestMethod = "fapi_auth_request_method";
    private const string ResponseMode = "fapi_response_mode";
    private const string Profile = "fapi_profile";

    private const string PrivateKeyJwt = "private_key_jwt";
    private const string MutualTls = "mtls";
    private const string ByValue = "by_value";
    private const string Pushed = "pushed";
    private const string PlainResponse = "plain_response";
    private const string Jarm = "jarm";
    private const string PlainFapi = "plain_fapi";

    public static IReadOnlyList<VariantParameter> Parameters { get; } =
    [
        new(Authentication, [PrivateKeyJwt, MutualTls]),
        new(RequestMethod, [ByValue, Pushed]),
        new(ResponseMode, [PlainResponse, Jarm]),
        new(Profile, [PlainFapi], Default: PlainFapi),
    ];

    public static Applicability WithAssertion { get; } = Applicability.Only(Authentication, PrivateKeyJwt);

    public static Applicability WhenPushed { get; } = Applicability.Only(RequestMethod, Pushed);

    public static Applicability WhenByValue { get; } = Applicability.Only(RequestMethod, ByValue);

    public static FlowTraits Traits(Variant variant) => new()
    {
        ClientAuthentication = variant.Is(Authentication, PrivateKeyJwt) ? ClientAuthentication.PrivateKeyJwt : ClientAuthentication.MutualTls,
        SenderConstraint = SenderConstraint.MutualTls,
        IsOpenId = true,
        HasCustomer = true,
        Demands = Fapi1AdvancedDemands.Demands,
        PushesRequests = variant.Is(RequestMethod, Pushed),
        SignsRequests = true,
        UsesProofKey = variant.Is(RequestMethod, Pushed),
        Responses = variant.Is(ResponseMode, Jarm) ? ResponseForm.SignedQuery : ResponseForm.Fragment,
        AssertsToTokenEndpoint = true,
    };

    public static bool IsOffered(Variant variant, ServerMetadata server)
    {
        var traits = Traits(variant);
        var methods = server.Values("token_endpoint_auth_methods_supported");
        var responses = server.Values("response_types_supported");
        var demandsPushed = server.Flag("require_pushed_authorization_requests") == true;
        return (traits.UsesAssertion ? methods.Contains(PrivateKeyJwt) : methods.Any(method => method.EndsWith("tls_client_auth", StringComparison.Ordinal)))
            && server.Flag("tls_client_certificate_bound_access_tokens") == true
            && server.Values("scopes_supported").Contains("openid")
            && server.Values("request_object_signing_alg_values_supported").Count > 0
            && (traits.PushesRequests ? server.Has("pushed_authorization_request_endpoint") : server.Flag("request_parameter_supported") == true && !demandsPushed)
            && (traits.SignsResponses ? responses.Contains("code") && server.Values("response_modes_supported").Contains("jwt") : responses.Contains("code id_token"))
            // Without the hybrid flow and without direct requests it is a server of FAPI 2.0, which contradicts much of this plan.
            && (!demandsPushed || responses.Contains("code id_token"));
    }
}
