using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Revocation;

/// <summary>There is a token to give back.</summary>
internal sealed class RequireTokenParameter : IOpenIddictServerHandler<ValidateRevocationRequestContext>
{
    public ValueTask HandleAsync(ValidateRevocationRequestContext context)
    {
        if (string.IsNullOrEmpty(context.Request!.Token))
            context.Reject(Reasons.TokenParameterMissing, "RFC7009-2.1");

        return ValueTask.CompletedTask;
    }
}
