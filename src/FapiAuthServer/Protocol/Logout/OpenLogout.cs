using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Logout;

/// <summary>
/// Keeps the client's wish and sends the customer to the page that sees to it. From a form of another site the browser
/// brings no cookie; to that page it does.
/// </summary>
internal sealed class OpenLogout(Logouts logouts) : IOpenIddictServerHandler<HandleEndSessionRequestContext>
{
    public async ValueTask HandleAsync(HandleEndSessionRequestContext context)
    {
        var fapi = context.Fapi;
        var request = context.Request!;
        var page = await logouts.OpenAsync(fapi.Issuer, fapi.Client?.ClientId, (string?)request[PushedParameters.HintedSubject],
            string.IsNullOrEmpty(request.PostLogoutRedirectUri) ? null : request.PostLogoutRedirectUri, request.State, context.CancellationToken);

        context.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Http.Response.Headers.Location = page;
        context.HandleRequest();
    }
}
