using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.UserInfo;

/// <summary>Whose token it is, since the client's registration says in which form it is answered.</summary>
internal sealed class ResolveClient(ClientRegistry clients, ResponseSealer sealer) : IOpenIddictServerHandler<ValidateUserInfoRequestContext>
{
    public async ValueTask HandleAsync(ValidateUserInfoRequestContext context)
    {
        var fapi = context.Fapi;
        if (await clients.FindAsync(fapi.Issuer.Name, fapi.AccessToken!.ClientId, context.CancellationToken) is not { } client)
            context.Reject(Reasons.TokenInvalid, "RFC6750-3.1", "its client is gone");
        else if (!await sealer.CanSealAsync(client, client.Metadata.UserinfoEncryptedResponseAlg, context.CancellationToken))
            context.Reject(Reasons.EncryptionKeyMissing, "OIDCC-5.3.2");
        else
            fapi.TokenHolder = client;
    }
}
