using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// Whom a request that the browser carries is for. Until its request object is verified, a refusal goes to the redirect URI
/// that stands in the open, provided that this client registered it; everything else waits for what is signed.
/// </summary>
internal sealed class ResolveRequestingClient(ClientRegistry clients) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Client is not null)
            return;

        var request = context.Transaction.Request!;
        if (await clients.FindAsync(fapi.Issuer.Name, request.ClientId ?? "", context.CancellationToken) is not { } client)
        {
            context.Reject(Reasons.RequestingClientUnknown, "RFC6749-4.1.2.1");
            return;
        }

        fapi.Client = new AuthenticatedClient(client, "direct_request");
        fapi.IsDirectRequest = true;
        if (request.RedirectUri is { } redirectUri && client.RedirectUris.Contains(redirectUri))
            fapi.ReturnUri = redirectUri;
    }
}
