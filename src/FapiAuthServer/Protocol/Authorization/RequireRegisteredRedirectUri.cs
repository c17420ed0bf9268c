using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The redirect URI is one that the client registered, character by character.</summary>
internal sealed class RequireRegisteredRedirectUri<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var rule = context.Fapi.Profile.RedirectUriInRequest;
        var redirectUri = context.Transaction.Request!.RedirectUri;

        if (string.IsNullOrEmpty(redirectUri))
        {
            if (rule.Value)
                context.Reject(Reasons.RedirectUriMissing, rule.Clause);
        }
        else if (!context.Fapi.Client!.Client.RedirectUris.Contains(redirectUri))
        {
            context.Reject(Reasons.RedirectUriUnregistered, "RFC6749-3.1.2.3");
        }
        else
        {
            context.Fapi.ReturnUri = redirectUri;
        }

        return ValueTask.CompletedTask;
    }
}
