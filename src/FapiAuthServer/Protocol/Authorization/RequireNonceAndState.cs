using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// nonce and state are there where the profile needs them, and are carried unchanged: what is too long is refused, never cut.
/// </summary>
internal sealed class RequireNonceAndState<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const int StateLength = 2048;

    public ValueTask HandleAsync(TContext context)
    {
        var profile = context.Fapi.Profile;
        var request = context.Transaction.Request!;
        var isOpenId = request.HasScope("openid");

        if (isOpenId && profile.NonceRequired.Value && string.IsNullOrEmpty(request.Nonce))
            context.Reject(Reasons.NonceMissing, profile.NonceRequired.Clause);
        else if (!isOpenId && profile.StateRequired.Value && string.IsNullOrEmpty(request.State))
            context.Reject(Reasons.StateMissing, profile.StateRequired.Clause);
        else if (request.Nonce?.Length > profile.NonceLength.Value)
            context.Reject(Reasons.NonceTooLong, profile.NonceLength.Clause);
        else if (request.State?.Length > StateLength)
            context.Reject(Reasons.StateTooLong, "RFC6749-4.1.1");

        return ValueTask.CompletedTask;
    }
}
