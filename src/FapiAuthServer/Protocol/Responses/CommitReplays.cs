using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>Where nothing is issued: what authenticated the request is marked as used before the request is acted on.</summary>
internal sealed class CommitReplays<TContext>(SingleUseStore singleUse) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        var outcome = await singleUse.CommitAsync(context.CancellationToken);
        if (outcome.Replayed is { } replayed)
            context.Reject(replayed);
    }
}
