using SandboxKit;

namespace SampleFintech.Web;

/// <summary>The same headers on everything: no script, nothing from elsewhere, no frames, nothing kept by caches or passed on as referrer.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app, ServerDescription server)
    {
        // The button that connects leads by a redirect to the bank, which browsers count as the target of the form.
        var policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {server.PublicAddress}";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers.CacheControl = "no-cache, no-store";
            headers.Pragma = "no-cache";
            return next(context);
        });
    }
}
