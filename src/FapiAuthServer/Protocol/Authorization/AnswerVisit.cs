using System.Security.Claims;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// The customer has decided: consumes the request, whatever the decision, and on approval opens the grant that a code is
/// then issued for. All of it is one commit, so a request is answered once however many visits it has.
/// </summary>
internal sealed class AnswerVisit(FapiDbContext db, SingleUseStore singleUse, TokenGate gate, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not { } visit)
            return;

        if (visit.Decision == Decision.Pending)
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.InteractionUnfinished, "RFC6749-4.1.1");
            return;
        }

        var pushed = await db.Artefacts.AsTracking().FirstOrDefaultAsync(artefact => artefact.Id == visit.ArtefactId, context.CancellationToken);
        if (pushed is null || pushed.ConsumedAt is not null)
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.InteractionFinished, "PAR-4");
            return;
        }

        singleUse.Consume(pushed);
        visit.Answer(time.GetUtcNow());

        if (visit.Decision == Decision.Denied)
            await RefuseAsync(context, new Rejection(Reasons.CustomerDenied, "RFC6749-4.1.2.1"));
        else if (HintMismatch(context, visit.Authentication!))
            await RefuseAsync(context, new Rejection(Reasons.CustomerMismatch, "OIDCC-3.1.2.1"));
        else if (await gate.DecideAsync(visit.Authentication!.Subject, context.CancellationToken) is not null)
            await RefuseAsync(context, new Rejection(Reasons.CustomerDenied, "RTS-4.3.b", "the customer is blocked"));
        else
            Open(context, visit.Authentication);
    }

    private void Open(HandleAuthorizationRequestContext context, CustomerAuthentication customer)
    {
        var fapi = context.Fapi;
        var request = context.Request!;
        var options = fapi.Issuer.Options;
        var lasting = request.HasScope("offline_access");

        fapi.Grant = Grant.Open(fapi.CorrelationId, fapi.Issuer.Name, fapi.Client!.ClientId, customer, request.Scope ?? "", request.GetResources().Distinct(), (string?)request["claims"], (string?)request["authorization_details"],
            time.GetUtcNow(), lasting ? options.GrantLifetime : fapi.Profile.CodeLifetime.Value + options.AccessTokenLifetime);
        db.Grants.Add(fapi.Grant);

        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(OpenIddictConstants.Claims.Subject, customer.Subject)], authenticationType: "fapi"));
    }

    // A refusal uses the request up too.
    private async Task RefuseAsync(HandleAuthorizationRequestContext context, Rejection rejection)
    {
        var outcome = await singleUse.CommitAsync(context.CancellationToken);
        context.Fapi.StaysInBrowser = !outcome.Succeeded;
        context.Reject(outcome.Succeeded ? rejection : new Rejection(Reasons.InteractionFinished, "PAR-4"));
    }

    // OIDCC-5.5.1 and 3.1.2.1: a subject that the request names is the only one it may be answered with.
    private static bool HintMismatch(HandleAuthorizationRequestContext context, CustomerAuthentication customer)
    {
        var request = context.Request!;
        if ((string?)request[PushedParameters.HintedSubject] is { } hinted && hinted != customer.Subject)
            return true;

        return AuthenticationDemands.TryParse(request, out var demands, out _)
            && demands.Claims.IdToken.GetValueOrDefault("sub") is { Values.Count: > 0 } sub
            && !sub.Values.Contains(customer.Subject);
    }
}
