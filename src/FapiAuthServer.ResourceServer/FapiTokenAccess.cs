using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>Access to what was verified about a request.</summary>
public static class FapiTokenAccess
{
    /// <summary>The verified access token of the request, or null when it has none (only on endpoints that allow that).</summary>
    /// <param name="context">The request.</param>
    public static VerifiedAccessToken? GetFapiToken(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<VerifiedAccessToken>();
    }
}
