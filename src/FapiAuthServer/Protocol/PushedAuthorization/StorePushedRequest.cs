using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.PushedAuthorization;

/// <summary>Keeps the request, bound to its client, and answers with the handle it is known by for a short while.</summary>
internal sealed class StorePushedRequest(SingleUseStore singleUse) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.PushedAuthorization)
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        var lifetime = fapi.Issuer.PushedRequestLifetime;
        var handle = singleUse.Issue(ArtefactKind.PushedRequest, fapi.Issuer.Name, fapi.Client!.ClientId, fapi.CorrelationId,
            grantId: null, PushedParameters.Serialize(context.Request!), lifetime);

        context.Response.RequestUri = PushedParameters.RequestUriPrefix + handle;
        context.Response.ExpiresIn = (long)lifetime.TotalSeconds;
        return ValueTask.CompletedTask;
    }
}
