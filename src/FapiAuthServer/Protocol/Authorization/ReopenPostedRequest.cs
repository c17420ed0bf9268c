using FapiAuthServer.Issuers;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// A request that another site's form posted is kept and opened anew by GET: only then does the browser bring the cookies that
/// tell who is signed in and which visits are its own.
/// </summary>
internal sealed class ReopenPostedRequest(SingleUseStore singleUse) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        var http = context.Http;
        if (!fapi.IsDirectRequest || !HttpMethods.IsPost(http.Request.Method))
            return;

        var handle = singleUse.Issue(ArtefactKind.PushedRequest, fapi.Issuer.Name, fapi.Client!.ClientId, fapi.CorrelationId,
            grantId: null, PushedParameters.Serialize(context.Request!), fapi.Issuer.PushedRequestLifetime);
        await singleUse.CommitAsync(context.CancellationToken);

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = QueryHelpers.AddQueryString(fapi.Issuer.Path + Issuer.AuthorizationPath, new Dictionary<string, string?>
        {
            ["client_id"] = fapi.Client.ClientId,
            ["request_uri"] = PushedParameters.RequestUriPrefix + handle,
        });
        context.HandleRequest();
    }
}
