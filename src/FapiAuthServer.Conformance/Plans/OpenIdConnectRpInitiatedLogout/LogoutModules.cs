using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectRpInitiatedLogout;

/// <summary>A customer signs in, and the client sends them to be signed out: each row is a module, and says what is otherwise than usual.</summary>
internal static class LogoutModules
{
    public static ConformanceModule Ordinary { get; } = Back(
        "rp-initiated-logout", "A customer who is signed out comes back to the client, and is signed in no more.", _ => { });

    public static ConformanceModule NoState { get; } = Back(
        "rp-initiated-logout-no-state", "A client that sends no state gets none back.", request => request.Remove("state"));

    public static ConformanceModule BadRedirectUri { get; } = Nowhere(
        "rp-initiated-logout-bad-post-logout-redirect-uri", "A customer who signs out is never sent to an address that is not registered.",
        "an address that is not registered",
        (request, client) => request["post_logout_redirect_uri"] = UnregisteredAddresses.Beside(client.PostLogoutRedirectUri()).AbsoluteUri);

    public static ConformanceModule QueryAdded { get; } = Nowhere(
        "rp-initiated-logout-query-added-to-post-logout-redirect-uri", "A registered address with a query that is not registered is another address.",
        "a query added to the registered address",
        (request, client) => request["post_logout_redirect_uri"] = new UriBuilder(client.PostLogoutRedirectUri()) { Query = "foo=bar" }.Uri.AbsoluteUri);

    public static ConformanceModule ModifiedHint { get; } = Nowhere(
        "rp-initiated-logout-modified-id-token-hint", "An id_token whose signature was taken away is no hint.", "an unsigned hint",
        (request, _) => request["id_token_hint"] = ForgedHints.Unsigned(request["id_token_hint"]!));

    public static ConformanceModule BadHint { get; } = Nowhere(
        "rp-initiated-logout-bad-id-token-hint", "An id_token that the client signed itself is no hint.", "a hint that the client signed",
        (request, client) => request["id_token_hint"] = ForgedHints.SignedBy(client.Client, request["id_token_hint"]!));

    public static ConformanceModule NoHint { get; } = Nowhere(
        "rp-initiated-logout-no-id-token-hint", "Without a hint nobody knows whose address that is, so the customer is sent nowhere.", "no hint",
        (request, _) => request.Remove("id_token_hint"));

    public static ConformanceModule NoParameters { get; } = OnPage(
        "rp-initiated-logout-no-params", "A customer who comes with nothing at all is signed out, and told so.",
        request => request.Remove("id_token_hint", "post_logout_redirect_uri", "state"));

    public static ConformanceModule NoRedirectUri { get; } = OnPage(
        "rp-initiated-logout-no-post-logout-redirect-uri", "A customer who is not to come back is signed out, and told so.",
        request => request.Remove("post_logout_redirect_uri"));

    public static ConformanceModule OnlyState { get; } = OnPage(
        "rp-initiated-logout-only-state", "A customer who comes with nothing but a state is signed out, and told so.",
        request => request.Remove("id_token_hint", "post_logout_redirect_uri"));

    private static ConformanceModule Back(string name, string summary, Action<FormParameters> alter) => Of(name, summary, async (client, request) =>
    {
        alter(request);
        await client.ExpectSignedOutAndBackAsync(request);
        await client.ExpectSessionEndedAsync();
    });

    private static ConformanceModule Nowhere(string name, string summary, string why, Action<FormParameters, ClientFlow> alter) =>
        Of(name, summary, async (client, request) =>
        {
            alter(request, client);
            await client.ExpectNowhereAsync(request, why);
        });

    private static ConformanceModule OnPage(string name, string summary, Action<FormParameters> alter) => Of(name, summary, async (client, request) =>
    {
        alter(request);
        await client.ExpectSignedOutOnPageAsync(request);
    });

    private static ConformanceModule Of(string name, string summary, Func<ClientFlow, FormParameters, Task> signOut) => new(
        OpenIdConnectModule.Describe(name, summary),
        async context =>
        {
            await using var browser = await context.First.KeepBrowserAsync();
            await signOut(context.First, context.First.NewSignOut(await context.First.SignInAsync()));
        });
}
