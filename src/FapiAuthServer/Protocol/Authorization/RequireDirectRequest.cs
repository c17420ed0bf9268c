using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The request came with the browser: what the pushed-request endpoint would have checked is checked now.</summary>
internal sealed class RequireDirectRequest<TContext> : IOpenIddictServerHandlerFilter<TContext>
    where TContext : BaseContext
{
    public ValueTask<bool> IsActiveAsync(TContext context) => ValueTask.FromResult(context.Fapi.IsDirectRequest);
}
