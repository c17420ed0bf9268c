using System.Security.Claims;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>Opens the grant that a code is then issued for.</summary>
internal sealed class GivenGrants(FapiDbContext db, AuthenticationContexts contexts, TimeProvider time)
{
    /// <param name="context">The request that is granted.</param>
    /// <param name="customer">Who grants it.</param>
    /// <param name="action">What they authenticated for beyond the sign-in; null when that was enough.</param>
    /// <param name="atMostUntil">The end of the consent it rests on; null when that was given just now.</param>
    public void Open(HandleAuthorizationRequestContext context, CustomerAuthentication customer, AuthorizedAction? action = null, DateTimeOffset? atMostUntil = null)
    {
        var fapi = context.Fapi;
        var request = context.Request!;
        var options = fapi.Issuer.Options;
        var now = time.GetUtcNow();
        var lifetime = request.HasScope(Grant.OfflineAccess) ? options.GrantLifetime : fapi.Profile.CodeLifetime.Value + options.AccessTokenLifetime;
        if (atMostUntil is { } limit && limit - now < lifetime)
            lifetime = limit - now;

        var acr = contexts.Choose(fapi.Issuer, RequestedContexts.Of(request), customer.Traits);
        fapi.Grant = Grant.Open(fapi.CorrelationId, fapi.Issuer.Name, fapi.Client!.ClientId, customer, acr, request.Scope ?? "",
            request.GetResources().Distinct(), (string?)request["claims"], (string?)request["authorization_details"], action, now, lifetime);
        db.Grants.Add(fapi.Grant);

        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(OpenIddictConstants.Claims.Subject, customer.Subject)], authenticationType: "fapi"));
    }
}
