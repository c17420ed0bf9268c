using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// The customer opens a request: decides whether they must sign in, and sends them to the bank's pages. The request is
/// copied into the visit, so how long the customer takes no longer depends on how long the request_uri lives. One that came
/// with the browser is kept as if it had been pushed, under a handle that nobody is told.
/// </summary>
internal sealed class OpenVisit(FapiDbContext db, CustomerSessions sessions, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    private const int MostVisits = 100;

    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not null)
            return;

        if (!AuthenticationDemands.TryParse(context.Request!, out var demands, out var fault))
        {
            context.Reject(fault, "OIDCC-3.1.2.1");
            return;
        }

        var http = context.Http;
        var customer = await sessions.FindAsync(http, fapi.Issuer, context.CancellationToken);
        if (customer is not null && MustSignIn(context, demands, customer))
            customer = null;

        if (demands.IsSilent)
        {
            // Every grant here is one the customer has just consented to, so silence cannot succeed.
            context.Reject(customer is null ? Reasons.LoginRequired : Reasons.ConsentRequired, "OIDCC-3.1.2.6");
            return;
        }

        // Anybody with the reference can open it; each visit costs a row, and no honest customer needs many.
        if (fapi.Presented is { } pushed && await db.Interactions.CountAsync(opened => opened.ArtefactId == pushed.Id, context.CancellationToken) >= MostVisits)
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.RequestUriWornOut, "PAR-7.1");
            return;
        }

        var now = time.GetUtcNow();
        var parameters = PushedParameters.Serialize(context.Request!);
        var artefact = fapi.Presented ?? Keep(fapi, parameters, now);
        var visit = InteractionRecord.Open(
            SecretCookie.Browser.ReadHash(http) ?? SecretCookie.Browser.Renew(http),
            fapi.Issuer.Name, fapi.Client!.ClientId, fapi.CorrelationId, artefact.Id,
            parameters, now, fapi.Issuer.Options.InteractionLifetime);

        if (customer is not null)
            visit.Recognise(customer);

        db.Interactions.Add(visit);
        await db.SaveChangesAsync(context.CancellationToken);

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = VisitPages.Url(fapi.Issuer, visit);
        context.HandleRequest();
    }

    private Artefact Keep(FapiTransaction fapi, string parameters, DateTimeOffset now)
    {
        var (artefact, _) = Artefact.Create(ArtefactKind.PushedRequest, fapi.Issuer.Name, fapi.Client!.ClientId, fapi.CorrelationId,
            grantId: null, parameters, now, fapi.Issuer.Options.InteractionLifetime);
        db.Artefacts.Add(artefact);
        return artefact;
    }

    private bool MustSignIn(HandleAuthorizationRequestContext context, AuthenticationDemands demands, CustomerAuthentication customer)
        => demands.ForcesSignIn
            || demands.MaximumAge is { } age && time.GetUtcNow() - customer.AuthenticatedAt > age
            || (string?)context.Request![PushedParameters.HintedSubject] is { } hinted && hinted != customer.Subject;
}
