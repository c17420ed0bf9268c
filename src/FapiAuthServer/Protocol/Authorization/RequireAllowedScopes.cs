using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>Every scope is offered by the issuer and registered for the client.</summary>
internal sealed class RequireAllowedScopes<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        // A refresh may leave scope out, and is otherwise held to the grant.
        if (context.Transaction.Request!.IsAuthorizationCodeGrantType() || context.Transaction.Request!.IsRefreshTokenGrantType())
            return ValueTask.CompletedTask;

        var scopes = context.Transaction.Request!.GetScopes();
        var fapi = context.Fapi;

        if (scopes.IsEmpty)
            context.Reject(Reasons.ScopeMissing, "RFC6749-3.3");
        else if (!scopes.All(scope => fapi.Issuer.Scopes.ContainsKey(scope) && fapi.Client!.Client.Scopes.Contains(scope)))
            context.Reject(Reasons.ScopeNotAllowed, "RFC6749-3.3");
        else if (context.Transaction.Request!.IsClientCredentialsGrantType() && (scopes.Contains("openid") || scopes.Contains("offline_access")))
            context.Reject(Reasons.ScopeNotForClient, "RFC6749-4.4.3");

        return ValueTask.CompletedTask;
    }
}
