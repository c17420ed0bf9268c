using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// Sends the authorization response to the client by 303, never by a status that would make the browser repeat a POST
/// with the customer's credentials. The one way a response reaches a redirect URI.
/// </summary>
internal sealed class RedirectToClient : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri) || context.Fapi.StaysInBrowser)
            return ValueTask.CompletedTask;

        // The URI was compared with the client's registration when the request was pushed; its own query stays as it is.
        var parameters = context.Response.GetParameters()
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value))
            .Where(parameter => !string.IsNullOrEmpty(parameter.Value));

        context.Http.Response.StatusCode = context.Fapi.Profile.RedirectStatus.Value;
        context.Http.Response.Headers.Location = QueryHelpers.AddQueryString(context.RedirectUri, parameters);
        context.HandleRequest();
        return ValueTask.CompletedTask;
    }
}
