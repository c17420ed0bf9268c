using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// A refusal goes to the client as well, once the redirect URI was compared with its registration (RFC6749-4.1.2.1). The
/// engine would show a page for whatever it did not accept itself.
/// </summary>
internal sealed class ReturnToClient : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        context.RedirectUri = context.Fapi.StaysInBrowser ? null : context.Fapi.ReturnUri;
        return ValueTask.CompletedTask;
    }
}
