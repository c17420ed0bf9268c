using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.PushedAuthorization;

/// <summary>A pushed request is not itself a reference to another.</summary>
internal sealed class RefuseRequestUri : IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (context.Request!.RequestUri is not null)
            context.Reject(Reasons.RequestUriNotAllowed, "PAR-2.1");

        return ValueTask.CompletedTask;
    }
}
