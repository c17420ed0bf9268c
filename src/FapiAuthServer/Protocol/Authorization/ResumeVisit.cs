using FapiAuthServer.Clients;
using FapiAuthServer.Interaction;
using FapiAuthServer.Issuers;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The customer comes back from the bank's pages: the request they answered takes the place of what the browser brought.</summary>
internal sealed class ResumeVisit(Visits visits, ClientRegistry clients) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        if (context.Http.Request.Path != Issuer.ResumePath)
            return;

        var fapi = context.Fapi;
        var id = (string?)context.Transaction.Request!["visit"] ?? "";
        if (await visits.FindAsync(context.Http, id, context.CancellationToken) is not { } visit
            || await clients.FindAsync(fapi.Issuer.Name, visit.ClientId, context.CancellationToken) is not { } client)
        {
            context.Reject(Reasons.InteractionUnknown, "RFC6749-4.1.1");
            return;
        }

        fapi.Interaction = visit;
        fapi.CorrelationId = visit.CorrelationId;
        fapi.Client = new AuthenticatedClient(client, "pushed_request");
        context.Transaction.Request = PushedParameters.Deserialize(visit.Parameters);
    }
}
