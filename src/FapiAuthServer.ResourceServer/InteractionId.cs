using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// The <c>x-fapi-interaction-id</c> header, by which client and API find the same request in their logs (FAPI 1.0 Baseline
/// §6.2.1).
/// </summary>
public static class InteractionId
{
    /// <summary>The header's name.</summary>
    public const string HeaderName = "x-fapi-interaction-id";

    /// <summary>
    /// Puts the header on every response: the client's value if it is a UUID, else a new one. Log entries made within have it as
    /// <c>InteractionId</c>. Refusals have it wherever this is called; an exception that no handler turns into a response does
    /// not.
    /// </summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UseFapiInteractionId(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<InteractionIdSwitch>() is { } interactionId)
            interactionId.IsOn = true;
        return app.UseMiddleware<InteractionIdMiddleware>();
    }

    /// <summary>The interaction's identifier, or null when <see cref="UseFapiInteractionId"/> was not called.</summary>
    /// <param name="context">The request.</param>
    public static string? GetFapiInteractionId(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[HeaderName] as string;
    }
}
