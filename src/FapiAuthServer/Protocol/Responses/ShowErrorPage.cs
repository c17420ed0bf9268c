using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>A refusal that may not be sent to a redirect URI is shown to the customer, on the bank's own page.</summary>
internal sealed class ShowErrorPage<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        // Skipping the engine lets the request go on to the page that is mapped at the same address.
        context.SkipRequest();
        return ValueTask.CompletedTask;
    }
}
