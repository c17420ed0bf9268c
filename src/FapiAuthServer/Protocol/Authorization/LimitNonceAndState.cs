using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The lengths up to which nonce and state are carried unchanged; longer ones are refused, never cut.</summary>
internal sealed class LimitNonceAndState<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const int StateLength = 2048;

    public ValueTask HandleAsync(TContext context)
    {
        var rule = context.Fapi.Profile.NonceLength;
        if (context.Transaction.Request!.Nonce?.Length > rule.Value)
            context.Reject(Reasons.NonceTooLong, rule.Clause);
        else if (context.Transaction.Request!.State?.Length > StateLength)
            context.Reject(Reasons.StateTooLong, "RFC6749-4.1.1");

        return ValueTask.CompletedTask;
    }
}
