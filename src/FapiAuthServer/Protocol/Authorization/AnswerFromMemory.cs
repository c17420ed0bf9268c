using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// Answers without a page what the signed-in customer has allowed this client before, where the profile lets consent be
/// remembered: never more than was allowed, and never for longer.
/// </summary>
internal sealed class AnswerFromMemory(FapiDbContext db, SingleUseStore singleUse, GivenGrants given, TokenGate gate, AuditTrail audit, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    /// <summary>Each answer leaves a grant; the newest say what is allowed now.</summary>
    private const int Looked = 20;

    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not null || fapi.Customer is not { } customer || !fapi.Profile.RememberedConsent.Value
            || !AuthenticationDemands.TryParse(context.Request!, out var demands, out _) || demands.ForcesConsent)
            return;

        // What was allowed of these was one thing at one time.
        if (context.Request!.HasParameter("authorization_details"))
            return;

        if (await FindAsync(fapi, customer, context.Request!, demands, context.CancellationToken) is not { } remembered)
            return;

        if (await gate.DecideAsync(customer.Subject, context.CancellationToken) is not null)
        {
            context.Reject(Reasons.CustomerDenied, "RTS-4.3.b", "the customer is blocked");
            return;
        }

        if (fapi.Presented is { } pushed)
            singleUse.Consume(pushed);

        given.Open(context, customer, atMostUntil: remembered.IsLasting ? remembered.ExpiresAt : null);
        var answered = new SecurityEvent(SecurityEvent.ConsentRemembered, fapi.Issuer.Name) { ClientId = fapi.Client!.ClientId, Subject = customer.Subject, CorrelationId = fapi.CorrelationId };
        singleUse.Insert(audit.Draft(answered));
        audit.Announce(answered);
    }

    private async Task<Grant?> FindAsync(FapiTransaction fapi, CustomerAuthentication customer, OpenIddictRequest request, AuthenticationDemands demands, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (issuer, subject, client) = (fapi.Issuer.Name, customer.Subject, fapi.Client!.ClientId);
        var candidates = await db.Grants.AsNoTracking()
            .Where(grant => grant.Issuer == issuer && grant.Subject == subject && grant.ClientId == client && grant.Status == GrantStatus.Active && grant.ExpiresAt > now)
            .OrderByDescending(grant => grant.CreatedAt)
            .Take(Looked)
            .ToListAsync(cancellation);

        // Without offline_access the customer allowed it for this session only.
        return candidates.Find(grant => grant.Subject == subject
            && (grant.IsLasting || grant.SessionId is { } session && session == customer.SessionId)
            && grant.Covers(request.GetScopes(), demands.Claims, fapi.Profile.IdentityClaims.Value, request.GetResources()));
    }
}
