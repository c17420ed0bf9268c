using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

/// <summary>Requests that say something more, less or otherwise than most, and that any server has to take.</summary>
internal static class ToleratedRequests
{
    private const string Locale = "se"; // which hardly any server speaks

    public static ConformanceModule WithoutNonce { get; } = Taken(
        "ensure-request-without-nonce-succeeds-for-code-flow", "A request without nonce is granted, and the id_token has none.",
        request => request["nonce"] = null);

    public static ConformanceModule OtherOrder { get; } = Taken(
        "alternate-happy-flow", "Neither the order of scopes nor that of parameters matters.",
        request =>
        {
            request["scope"] = "email openid";
            request.Reverse();
        });

    public static ConformanceModule DisplayPage { get; } = Taken(
        "display-page", "A request for a whole page is granted.", request => request["display"] = "page");

    public static ConformanceModule DisplayPopup { get; } = Taken(
        "display-popup", "A request for a small window is granted.", request => request["display"] = "popup");

    public static ConformanceModule UnknownParameter { get; } = Taken(
        "ensure-request-with-unknown-parameter-succeeds", "A parameter that nobody knows is ignored.", request => request["extra"] = "foobar");

    public static ConformanceModule UiLocales { get; } = Taken(
        "ui-locales", "A wish for pages in another language makes no error.", request => request["ui_locales"] = Locale);

    public static ConformanceModule ClaimsLocales { get; } = Taken(
        "claims-locales", "A wish for claims in another language makes no error.", request => request["claims_locales"] = Locale);

    public static ConformanceModule LoginHint { get; } = new(
        OpenIdConnectModule.Describe("login-hint", "A hint at somebody else than who then signs in makes no error."),
        context => context.First.ObtainTokensAsync(request => request["login_hint"] = $"bob@{context.Server.Address.Host}"));

    private static ConformanceModule Taken(string name, string summary, Action<FormParameters> alter) => new(
        OpenIdConnectModule.Describe(name, summary), context => context.First.ObtainTokensAsync(alter));
}
