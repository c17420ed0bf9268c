using FapiAuthServer.Keys;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Discovery;

/// <summary>Publishes the issuer's public keys; each has a kid, and no two the same.</summary>
internal sealed class PublishKeys(KeyRing keys) : IOpenIddictServerHandler<ApplyJsonWebKeySetResponseContext>
{
    public ValueTask HandleAsync(ApplyJsonWebKeySetResponseContext context)
    {
        if (context.Error is null)
            context.Transaction.Response = new OpenIddictResponse(keys.For(context.Fapi.Issuer).JsonWebKeySet);

        return ValueTask.CompletedTask;
    }
}
