using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction;

/// <summary>
/// Response headers of every page: nothing but our own styles, no script but the two that hand a form over and ask for a
/// passkey, no frames, no referrer, no cache, and https from now on (FAPI2-SP-FINAL-5.2.3).
/// </summary>
internal sealed class ContentSecurity(IOptions<ServerOptions> options) : IMiddleware
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    // A browser that heard this from localhost would refuse plain http on every port of the developer's machine; there it is taken back.
    private readonly string strictTransport = new Uri(options.Value.PublicAddress).IsLoopback ? "max-age=0" : "max-age=63072000; includeSubDomains";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Apply(context.Response.Headers);
        return next(context);
    }

    /// <summary>Sets the headers; also for an answer that began anew after a failure.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        headers.StrictTransportSecurity = strictTransport;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
    }

    /// <summary>
    /// The page that hands a response over: our own script may send its form to the client. Where the client's server sends the
    /// browser from there is the client's business, yet browsers apply form-action to it too; hence the scheme, not the host.
    /// </summary>
    public static void AllowFormPostTo(HttpContext context, string redirectUri)
        => context.Response.Headers.ContentSecurityPolicy =
            Policy.Replace("form-action 'self'", $"script-src 'self'; form-action {new Uri(redirectUri).Scheme}:", StringComparison.Ordinal);

    /// <summary>A page that needs a script of ours, because no form can ask for a passkey.</summary>
    public static void AllowOwnScript(HttpContext context)
        => context.Response.Headers.ContentSecurityPolicy =
            context.Response.Headers.ContentSecurityPolicy.ToString().Replace("; form-action", "; script-src 'self'; form-action", StringComparison.Ordinal);

    /// <summary>Browsers apply form-action to the redirects that follow a form; the consent form's end at the client.</summary>
    public static void AllowFormRedirectTo(HttpContext context, string? redirectUri)
    {
        if (Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri))
            context.Response.Headers.ContentSecurityPolicy = uri.Scheme is "https" or "http"
                ? $"{Policy} {uri.GetLeftPart(UriPartial.Authority)}"
                : $"{Policy} {uri.Scheme}:";
    }
}
