using FapiAuthServer.Grants.Details;
using FapiAuthServer.Issuers;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>RFC 8707: each resource asked for is an API that the scopes or authorization details asked for open.</summary>
internal sealed class RequireKnownResource<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var resources = context.Transaction.Request!.GetResources();
        if (resources.IsEmpty)
            return ValueTask.CompletedTask;

        // At the token endpoint a code or refresh token is held to its grant; see IssueAccessToken.
        var scopes = context.Transaction.Request!.GetScopes();
        var known = context.Fapi.Issuer.Scopes.Values
            .Where(scope => scopes.IsEmpty || scopes.Contains(scope.Name))
            .Select(scope => scope.Resource)
            .Concat(DetailsResources(context.Fapi.Issuer, (string?)context.Transaction.Request!["authorization_details"]));

        if (!resources.All(resource => known.Contains(resource)))
            context.Reject(Reasons.ResourceUnknown, "RFC8707-2");

        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string?> DetailsResources(Issuer issuer, string? json)
        => GrantDetails.TryParse(json, out var details)
            ? details.All.Select(detail => issuer.DetailsTypes.GetValueOrDefault(detail.Type)?.Resource)
            : [];
}
