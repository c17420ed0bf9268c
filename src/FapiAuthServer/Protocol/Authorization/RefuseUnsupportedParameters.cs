using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>What no issuer here offers, and what is never ignored in silence: requests by reference, registration by value.</summary>
internal sealed class RefuseUnsupportedParameters<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request!.RequestUri is not null)
            context.Reject(Reasons.RequestUriUnsupported, "OIDCC-6.2");
        else if (context.Transaction.Request.Registration is not null)
            context.Reject(Reasons.RegistrationUnsupported, "OIDCC-3.1.2.6");

        return ValueTask.CompletedTask;
    }
}
