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
        // A code and a refresh token are held to their grant; see IssueAccessToken.
        var request = context.Transaction.Request!;
        if (request.IsAuthorizationCodeGrantType() || request.IsRefreshTokenGrantType())
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        string[] scopes = [.. request.GetScopes().Distinct(StringComparer.Ordinal)];

        // RFC9396-2: details can say all there is to say.
        if (scopes.Length == 0 && !request.HasParameter("authorization_details"))
            context.Reject(context is ValidateTokenRequestContext ? Reasons.ScopeMissing : Reasons.ScopeNotRequested, "RFC6749-3.3");
        else if (!scopes.All(scope => fapi.Issuer.Scopes.ContainsKey(scope) && fapi.Client!.Client.Scopes.Contains(scope)))
            context.Reject(Reasons.ScopeNotAllowed, "RFC6749-3.3");
        else if (!request.IsClientCredentialsGrantType() && fapi.Issuer.Options.PaymentReportScope is { } own && scopes.Contains(own))
            context.Reject(Reasons.ScopeNotAllowed, "RFC6749-3.3", "the bank's own scope is no customer's to give");
        else if (request.IsClientCredentialsGrantType() && (scopes.Contains("openid") || scopes.Contains("offline_access")))
            context.Reject(Reasons.ScopeNotForClient, "RFC6749-4.4.3");
        else
            request.Scope = scopes.Length == 0 ? null : string.Join(' ', scopes); // each once, as it will be granted and signed

        return ValueTask.CompletedTask;
    }
}
