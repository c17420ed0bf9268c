using FapiAuthServer.Interaction;
using FapiAuthServer.Interaction.Handover;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// Sends the authorization response to the client in a form that the browser posts by itself (OAuth 2.0 Form Post Response
/// Mode). The engine's own page has its script inline, which our content security policy would not run.
/// </summary>
internal sealed class PostToClient : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri))
            return;

        var http = context.Http;
        ContentSecurity.AllowFormPostTo(http, context.RedirectUri);
        await PageView.Of("/Interaction/Handover/HandoverView.cshtml", StatusCodes.Status200OK,
                new HandoverView(context.RedirectUri, [.. RedirectToClient.Parameters(context.Response)]))
            .ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
        context.HandleRequest();
    }
}
