using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.RequestObjects;
using FapiAuthServer.Conformance.Running;
using static FapiAuthServer.Conformance.Plans.Fapi1Advanced.Fapi1Module;

namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

/// <summary>Authorization requests that FAPI 1.0 Advanced grants or refuses otherwise than others do.</summary>
internal static class AuthorizationModules
{
    private const string InsideAlone = "FAPI1-ADV-5.2.2-10";
    private const string Registered = "FAPI1-BASE-5.2.2-10";

    public static ConformanceModule EnsureValidPkceSucceeds { get; } = new(
        Describe("ensure-valid-pkce-succeeds", "A request that is not pushed may have a PKCE challenge, and the code is redeemed with the verifier.") with
        {
            AppliesTo = Fapi1AdvancedVariants.WhenByValue,
            Otherwise = traits => traits with { UsesProofKey = true },
        },
        context => context.First.CompleteAsync());

    public static ConformanceModule EnsureResponseModeQuery { get; } = new(
        Describe("ensure-response-mode-query", "A request for an unsigned answer in the query is refused, or the answer does not come in the query."),
        context => CompleteUnlessRefusedAsync(
            context,
            new RequestRefusal("FAPI1-ADV-5.2.2-2", "with response_mode query")
            {
                AtPush = ["invalid_request", "invalid_request_object"],
                AtAuthorization = ["invalid_request"],
                OrPage = true,
                PlainErrorIsFine = true,
            },
            "response_mode", "query"));

    public static ConformanceModule EnsureRegisteredRedirectUri { get; } = new(
        Describe("ensure-registered-redirect-uri", "A redirect URI that is not registered is never used, not even for an error."),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(Registered, "with a redirect URI that is not registered") { AtPush = ["invalid_request", "invalid_request_object"], OrPage = true },
            request => request["redirect_uri"] = Unregistered(context)));

    public static ConformanceModule EnsureRequestObjectWithLongNonce { get; } = WithNonceOf(
        384, "ensure-request-object-with-long-nonce", "A nonce of 384 characters comes back whole, or is refused.");

    public static ConformanceModule EnsureRequestObjectWith64CharNonceSuccess { get; } = WithNonceOf(
        64, "ensure-request-object-with-64-char-nonce-success", "A nonce of 64 characters comes back whole, or is refused.");

    public static ConformanceModule EnsureRequestObjectWithLongState { get; } = new(
        Describe("ensure-request-object-with-long-state", "A state of 1000 characters should be taken, and then comes back whole."),
        context => CompleteUnlessRefusedAsync(
            context,
            new RequestRefusal("RFC6749-4.1.1", "with a state of 1000 characters") { AtPush = ["invalid_request"], AtAuthorization = ["invalid_request"], OrPage = true },
            "state", RandomText.Of(1000), Severity.Warning));

    public static ConformanceModule EnsureRequestObjectWithoutScopeFails { get; } = OnlyOutside(
        "ensure-request-object-without-scope-fails", "A scope that is not in the request object is not taken from beside it.",
        "scope", "invalid_request", "invalid_request_object", "invalid_request_uri", "access_denied");

    public static ConformanceModule EnsureRequestObjectWithoutNonceFails { get; } = OnlyOutside(
        "ensure-request-object-without-nonce-fails", "A nonce that is not in the request object is not taken from beside it.",
        "nonce", "invalid_request", "invalid_request_object", "invalid_request_uri");

    public static ConformanceModule EnsureAuthorizationRequestWithoutRequestObjectFails { get; } = new(
        Describe("ensure-authorization-request-without-request-object-fails", "A request of plain parameters that nobody signed is refused."),
        async context =>
        {
            var request = context.First.NewRequest();
            request.IsSigned = false;
            var refusal = new RequestRefusal("FAPI1-ADV-5.2.2-1", "that is not signed")
            {
                AtAuthorization = ["invalid_request"],
                OrPage = true,
                StateIsOptional = true,
            };
            context.First.ExpectAuthorizationRefused(await context.First.TryAuthorizeUnpushedAsync(request, refusal: refusal), refusal);
        });

    public static ConformanceModule EnsureResponseTypeCodeFails { get; } = new(
        Describe("ensure-response-type-code-fails", "A code is not sent alone, without an id_token or a signature over the answer."),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal("FAPI1-ADV-5.2.2-2", "for a code alone")
            {
                AtPush = ["unsupported_response_type", "invalid_request", "unauthorized_client"],
                AtAuthorization = ["unsupported_response_type", "invalid_request"],
                OrPage = true,
                PlainErrorIsFine = true,
            },
            request =>
            {
                request["response_type"] = "code";
                request["response_mode"] = null;
            }));

    public static ConformanceModule ParPushedAuthorizationUrlAsAudienceInRequestObject { get; } = Of(
        RequestObjectModules.RefusedWhenVerified(
            "par-pushed-authorization-url-as-audience-in-request-object", "A request object that is made out to the PAR endpoint, and not to the issuer, is refused.",
            "that is made out to the PAR endpoint", demands => demands.RequestObjectAudience,
            (context, request) => request.Claims["aud"] = context.Server.Endpoint("pushed_authorization_request_endpoint").OriginalString),
        Fapi1AdvancedVariants.WhenPushed);

    public static ConformanceModule ParAttemptInvalidRedirectUri { get; } = new(
        Describe("par-attempt-invalid-redirect_uri", "The PAR endpoint refuses a redirect URI that is not registered.") with { AppliesTo = Fapi1AdvancedVariants.WhenPushed },
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(Registered, "with a redirect URI that is not registered") { AtPush = ["invalid_request", "invalid_request_object"] },
            request => request["redirect_uri"] = Unregistered(context)));

    private static ConformanceModule WithNonceOf(int length, string name, string summary) => new(
        Describe(name, summary),
        context => CompleteUnlessRefusedAsync(
            context,
            new RequestRefusal("OIDCC-15.5.2", $"with a nonce of {length} characters")
            {
                AtPush = ["invalid_request"],
                AtAuthorization = ["invalid_request"],
                AnyErrorAtAuthorization = true,
                OrPage = true,
            },
            "nonce", RandomText.Of(length)));

    // What only passed through the browser, unsigned, is no part of the request.
    private static ConformanceModule OnlyOutside(string name, string summary, string parameter, params string[] errors) => new(
        Describe(name, summary),
        context =>
        {
            string? value = null;
            return context.First.ExpectRequestRefusedAsync(
                new RequestRefusal(InsideAlone, $"with a {parameter} only beside the request object")
                {
                    AtPush = ["invalid_request", "invalid_request_object"],
                    AtAuthorization = errors,
                    OrPage = true,
                },
                request => (value, request[parameter]) = (request[parameter], null),
                alterQuery: query => query[parameter] = value);
        });

    private static async Task CompleteUnlessRefusedAsync(
        ModuleContext context, RequestRefusal refusal, string parameter, string value, Severity whenRefused = Severity.Success)
    {
        if (await context.First.AuthorizeUnlessRefusedAsync(refusal, request => request[parameter] = value, whenRefused: whenRefused) is { } authorization)
        {
            await context.First.CompleteAsync(authorization);
        }
    }

    private static string Unregistered(ModuleContext context)
    {
        var registered = context.First.Client.RedirectUri;
        return new UriBuilder(registered) { Path = $"{registered.AbsolutePath}/{RandomText.Of(10)}" }.Uri.OriginalString;
    }
}
