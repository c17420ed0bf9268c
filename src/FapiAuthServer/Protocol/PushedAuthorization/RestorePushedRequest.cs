using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.PushedAuthorization;

/// <summary>
/// Puts the pushed request in the place of what the browser brought. Only the reference and the client id count;
/// parameters repeated beside them are ignored. Opening a request does not consume it: that happens when the customer decides.
/// </summary>
internal sealed class RestorePushedRequest(SingleUseStore singleUse, ClientRegistry clients, TimeProvider time)
    : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var request = context.Transaction.Request!;
        if (context.Http.Request.Path == Issuer.ResumePath || request.RequestUri is not { } requestUri)
            return;

        // Where requests may come with the browser, a reference to somebody's server is one of those, and refused as such.
        var fapi = context.Fapi;
        var isOurs = requestUri.StartsWith(PushedParameters.RequestUriPrefix, StringComparison.Ordinal);
        if (!isOurs && !fapi.Profile.PushedRequestRequired.Value)
            return;

        var pushed = isOurs
            ? await singleUse.FindAsync(ArtefactKind.PushedRequest, fapi.Issuer.Name, requestUri[PushedParameters.RequestUriPrefix.Length..], context.CancellationToken)
            : null;

        if (pushed is null || pushed.ConsumedAt is not null || pushed.IsExpired(time.GetUtcNow()))
        {
            context.Reject(Reasons.RequestUriUnknown, pushed?.ConsumedAt is null ? "PAR-2.2" : "PAR-4");
            return;
        }

        if (pushed.ClientId != request.ClientId)
        {
            context.Reject(Reasons.RequestUriForeign, "PAR-2.2");
            return;
        }

        if (await clients.FindAsync(fapi.Issuer.Name, pushed.ClientId, context.CancellationToken) is not { } client)
        {
            context.Reject(Reasons.RequestUriUnknown, "PAR-2.2", "the client is gone");
            return;
        }

        fapi.Presented = pushed;
        fapi.CorrelationId = pushed.CorrelationId;
        fapi.Client = new AuthenticatedClient(client, "pushed_request");
        context.Transaction.Request = PushedParameters.Deserialize(pushed.Data);
    }
}
