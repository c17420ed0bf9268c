using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestForm;

/// <summary>From here on the engine works with the configured address of the issuer; the Host header decides nothing.</summary>
internal sealed class PinAddress : IOpenIddictServerHandler<ProcessRequestContext>
{
    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        context.BaseUri = new Uri(context.Fapi.Issuer.Identifier, UriKind.Absolute);
        return ValueTask.CompletedTask;
    }
}
