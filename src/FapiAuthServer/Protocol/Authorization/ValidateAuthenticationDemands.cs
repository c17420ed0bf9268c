using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>prompt, max_age and claims say something this server understands and can do.</summary>
internal sealed class ValidateAuthenticationDemands<TContext>(AuthenticationContexts contexts) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        if (!AuthenticationDemands.TryParse(request, out _, out var fault))
        {
            context.Reject(fault, fault == Reasons.ClaimsMalformed ? "OIDCC-5.5" : "OIDCC-3.1.2.1");
            return ValueTask.CompletedTask;
        }

        // OIDUAR-2: an essential acr that cannot be met fails; it is never downgraded.
        if (!contexts.CanMeet(context.Fapi.Issuer, RequestedContexts.Of(request)))
            context.Reject(Reasons.AcrNotOffered, "OIDUAR-2");

        return ValueTask.CompletedTask;
    }
}
