using FapiAuthServer.Conformance.Flows;
using static FapiAuthServer.Conformance.Plans.Fapi1Baseline.Fapi1BaselineModule;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

/// <summary>Authorization requests that FAPI 1.0 Baseline grants or refuses otherwise than others do.</summary>
internal static class RequestModules
{
    private const string ExactMatch = "FAPI1-BASE-5.2.2-10";

    public static ConformanceModule EnsureAuthorizationRequestWithoutStateFails { get; } = Lacking(
        "ensure-authorization-request-without-state-fails", "A request without state is refused where no nonce stands in for it.",
        "FAPI1-BASE-5.2.2.3", "state", Fapi1BaselineVariants.WithPlainOAuth);

    public static ConformanceModule EnsureAuthorizationRequestWithoutNonceFails { get; } = Lacking(
        "ensure-authorization-request-without-nonce-fails", "A request for openid without nonce is refused.",
        "FAPI1-BASE-5.2.2.2", "nonce", Fapi1BaselineVariants.WithOpenId);

    public static ConformanceModule EnsureGrantedScopesAreReturned { get; } = new(
        Describe("ensure-granted-scopes-are-returned", "As the request passed through the browser, the token response says which scopes were granted."),
        async context =>
        {
            var tokens = await context.First.CompleteAsync();
            var granted = tokens.Response.Text("scope")?.Split(' ');
            context.Checks.Expect(
                granted is { Length: > 0 } && !granted.Except(tokens.Request!.Scopes).Any(), "FAPI1-BASE-5.2.2-15",
                "`scope` is there, and no more than what was asked for", tokens.Response.Text("scope") ?? "(absent)");
        });

    public static ConformanceModule EnsureRegisteredRedirectUri { get; } = OnlyAtPage(
        "ensure-registered-redirect-uri", "A redirect URI that is not registered is never used, not even for an error.",
        ExactMatch, "with a redirect URI that is not registered", registered => new UriBuilder(registered) { Path = $"{registered.AbsolutePath}/{RandomText.Of(10)}" }.Uri.OriginalString);

    public static ConformanceModule EnsureRedirectUriWithAddedQueryFails { get; } = OnlyAtPage(
        "ensure-redirect-uri-with-added-query-fails", "A redirect URI is compared as a text: one with something added to its query is another.",
        ExactMatch, "with a redirect URI that has something added", registered => $"{registered.OriginalString}{(registered.Query.Length > 1 ? '&' : '?')}added=1");

    public static ConformanceModule EnsureRedirectUriInAuthorizationRequest { get; } = OnlyAtPage(
        "ensure-redirect-uri-in-authorization-request", "A request without a redirect URI is refused, and the registered one is not guessed.",
        "FAPI1-BASE-5.2.2-9", "without a redirect_uri", _ => null);

    public static ConformanceModule EnsureRedirectUriInTokenRequest { get; } = new(
        Describe("ensure-redirect-uri-in-token-request", "A code is not redeemed with another redirect URI than it was sent to."),
        async context => await context.First.ExpectRedeemRefusedAsync(
            await context.First.AuthorizeAsync(),
            new TokenRefusal("RFC6749-4.1.3", "A token request with another redirect_uri", "invalid_grant"),
            call => call.Form!["redirect_uri"] = "https://other.example.test/callback"));

    public static ConformanceModule EnsureResponseTypeTokenFails { get; } = new(
        Describe("ensure-response-type-token-fails", "The implicit flow is refused."),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal("FAPI1-BASE-5.2.2-7", "for a token without a code")
            {
                AtAuthorization = ["unsupported_response_type", "invalid_request", "unauthorized_client"],
                OrPage = true,
                PlainErrorIsFine = true,
            },
            request => request["response_type"] = "token"));

    public static ConformanceModule EnsureUnsignedRequestObjectIsNotBelieved { get; } = new(
        Describe("ensure-unsigned-request-object-is-not-believed", "A request object without a signature is refused, or it is ignored."),
        async context =>
        {
            var client = context.First;
            var request = client.NewRequest();
            var inside = client.NewRequest(parameters => parameters["state"] = "state-that-nobody-signed");
            var unsigned = client.NewRequestObject(inside);
            unsigned.Header["alg"] = "none";
            var refusal = new RequestRefusal("OIDCC-6.1", "with an unsigned request object")
            {
                AtAuthorization = ["invalid_request", "invalid_request_object", "request_not_supported"],
                OrPage = true,
                StateIsOptional = true,
            };
            var answer = await client.TryAuthorizeUnpushedAsync(request, alter: query => query["request"] = unsigned.Sign(), refusal: refusal);
            if (answer.Code is null)
            {
                client.ExpectAuthorizationRefused(answer, refusal);
                return;
            }
            context.Checks.Expect(answer.Parameters["state"] == request.State, refusal.Requirement, "What the unsigned object says is ignored", answer.Parameters["state"] ?? "(absent)");
            await client.CompleteAsync(answer);
        });

    private static ConformanceModule Lacking(string name, string summary, string requirement, string parameter, Applicability appliesTo) => new(
        Describe(name, summary) with { AppliesTo = appliesTo },
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(requirement, $"without {parameter}") { AtAuthorization = ["invalid_request"], OrPage = true, StateIsOptional = true },
            request => request.Remove(parameter)));

    private static ConformanceModule OnlyAtPage(string name, string summary, string requirement, string why, Func<Uri, string?> redirectUri) => new(
        Describe(name, summary),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(requirement, why) { OrPage = true },
            request => request["redirect_uri"] = redirectUri(context.First.Client.RedirectUri)));
}
