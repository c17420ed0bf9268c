using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Gives the client the nonce for its next proof, on every response, where the issuer asks for one.</summary>
internal sealed class AttachNonce<TContext>(KeyRing keys, TimeProvider time) : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Fapi.Issuer.Options.DPoPNonceRequired)
            context.Http.Response.Headers[DPoPProof.NonceHeaderName] = keys.DPoPNonce.Current(time.GetUtcNow());

        return ValueTask.CompletedTask;
    }
}
