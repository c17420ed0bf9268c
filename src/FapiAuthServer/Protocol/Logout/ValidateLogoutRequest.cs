using FapiAuthServer.Clients;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Logout;

/// <summary>
/// An ID token of ours says which client asks and about whom; without one nobody is known, and nobody is sent anywhere. An
/// address to go to afterwards is one that this client registered, character by character.
/// </summary>
internal sealed class ValidateLogoutRequest(IdentityTokenReader reader, ClientRegistry clients) : IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    private const int StateLength = 2048;

    public async ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        var fapi = context.Fapi;
        var request = context.Request!;
        if (request.State?.Length > StateLength)
        {
            context.Reject(Reasons.StateTooLong, "OIDCRIL-2");
            return;
        }

        if (request.IdTokenHint is not { Length: > 0 } hint)
        {
            request.PostLogoutRedirectUri = null;
            return;
        }

        var token = reader.Read(fapi.Issuer, hint);
        request.IdTokenHint = null;
        if (token is not { Audiences: [var clientId] } || await clients.FindAsync(fapi.Issuer.Name, clientId, context.CancellationToken) is not { } client)
        {
            context.Reject(Reasons.LogoutHintInvalid, "OIDCRIL-2");
            return;
        }

        fapi.Client = new AuthenticatedClient(client, "id_token_hint");
        request[PushedParameters.HintedSubject] = token.Subject;
        if (request.ClientId is { } named && named != clientId)
            context.Reject(Reasons.LogoutClientMismatch, "OIDCRIL-2");
        else if (request.PostLogoutRedirectUri is { Length: > 0 } uri && client.Metadata.PostLogoutRedirectUris?.Contains(uri) is not true)
            context.Reject(Reasons.LogoutUriUnregistered, "OIDCRIL-3");
    }
}
