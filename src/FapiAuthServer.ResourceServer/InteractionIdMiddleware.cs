using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>Echoes or makes the interaction's identifier.</summary>
internal sealed class InteractionIdMiddleware(RequestDelegate next, ILogger<InteractionIdMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetFapiInteractionId() is not null)
        {
            await next(context);
            return;
        }

        var sent = context.Request.Headers[InteractionId.HeaderName];
        var id = sent.Count == 1 && Guid.TryParseExact(sent, "D", out _) ? sent.ToString() : Guid.NewGuid().ToString("D");
        context.Items[InteractionId.HeaderName] = id;
        // As the response starts, because error pages clear the headers that were set before.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[InteractionId.HeaderName] = id;
            return Task.CompletedTask;
        });
        using (logger.BeginScope(new Dictionary<string, object> { ["InteractionId"] = id }))
            await next(context);
    }
}
