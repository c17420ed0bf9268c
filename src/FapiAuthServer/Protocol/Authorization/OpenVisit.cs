using FapiAuthServer.Data;
using FapiAuthServer.Interaction;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// The customer opens a request and is sent to the bank's pages, to sign in or to decide. The request is
/// copied into the visit, so how long the customer takes no longer depends on how long the request_uri lives. One that came
/// with the browser is kept as if it had been pushed, under a handle that nobody is told.
/// </summary>
internal sealed class OpenVisit(FapiDbContext db, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    private const int MostVisits = 100;

    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not null || fapi.Grant is not null)
            return;

        if (!AuthenticationDemands.TryParse(context.Request!, out var demands, out var fault))
        {
            context.Reject(fault, "OIDCC-3.1.2.1");
            return;
        }

        var http = context.Http;
        var customer = fapi.Customer;
        if (demands.IsSilent)
        {
            // What can be answered in silence has been.
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

        PageLanguage.Choose(http, context.Request!.UiLocales);
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
}
