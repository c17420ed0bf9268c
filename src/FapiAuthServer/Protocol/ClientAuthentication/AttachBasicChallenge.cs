using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>Answers a client that failed with an Authorization header by the scheme it tried (RFC6749-5.2), where the issuer takes it at all.</summary>
internal sealed class AttachBasicChallenge<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Rejection?.Reason.Error == Reasons.ClientUnknown.Error
            && fapi.Profile.ClientAuthenticationMethods.Value.Contains("client_secret_basic")
            && BasicCredentials.IsTried(context.Http.Request.Headers.Authorization))
            context.Http.Response.Headers.WWWAuthenticate = $"{BasicCredentials.Scheme} realm=\"{fapi.Issuer.Identifier}\", charset=\"UTF-8\"";

        return ValueTask.CompletedTask;
    }
}
