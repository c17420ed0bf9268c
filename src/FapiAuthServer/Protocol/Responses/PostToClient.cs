using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// Sends the authorization response to the client in a form that the browser posts by itself (OAuth 2.0 Form Post Response
/// Mode). The engine's own page has its script inline, which our content security policy would not run.
/// </summary>
internal sealed class PostToClient : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri))
            return ValueTask.CompletedTask;

        // Skipping the engine lets the request go on to the page that is mapped at the same address.
        context.Fapi.Handover = new Handover(context.RedirectUri, [.. RedirectToClient.Parameters(context.Response)]);
        context.SkipRequest();
        return ValueTask.CompletedTask;
    }
}
