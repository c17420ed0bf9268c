using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.JwtResponseModes;

/// <summary>
/// A client that registered for encrypted responses has a key to encrypt to, before a request of its is taken and before a
/// code is issued; a response that cannot be encrypted is not sent at all.
/// </summary>
internal sealed class RequireEncryptionKey<TContext>(ResponseSealer sealer) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        var fapi = context.Fapi;
        if (context.EndpointType == OpenIddictServerEndpointType.Token || !SignAuthorizationResponse.IsSigned(fapi.Profile, context.Transaction.Request!)
            || await sealer.CanSealAsync(fapi.Client!.Client, fapi.Client.Client.Metadata.AuthorizationEncryptedResponseAlg, context.CancellationToken))
            return;

        fapi.StaysInBrowser = true;
        context.Reject(Reasons.EncryptionKeyMissing, "JARM-2.2");
    }
}
