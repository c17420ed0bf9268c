using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Ties the request, and so its code, to a DPoP key: named by <c>dpop_jkt</c>, shown by a proof, or both alike.</summary>
internal sealed class BindAuthorizationRequest<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const string Parameter = "dpop_jkt";
    private const int ThumbprintLength = 43;

    public ValueTask HandleAsync(TContext context)
    {
        var rule = context.Fapi.Profile.DPoPCodeBinding;
        var request = context.Transaction.Request!;
        if (!rule.Value)
        {
            request[Parameter] = null; // a code that no token request here could redeem
            return ValueTask.CompletedTask;
        }

        var named = (string?)request[Parameter];
        var shown = context.Fapi.Proof?.Thumbprint;

        if (named is not null && (named.Length != ThumbprintLength || !named.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            context.Reject(Reasons.ThumbprintMalformed, "DPOP-10");
        else if (named is not null && shown is not null && named != shown)
            context.Reject(Reasons.ProofKeyOther, rule.Clause);
        else if (shown is not null)
            request[Parameter] = shown;

        return ValueTask.CompletedTask;
    }
}
