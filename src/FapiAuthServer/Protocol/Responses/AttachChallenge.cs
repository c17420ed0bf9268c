using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>Tells the caller of userinfo how to authenticate: by either scheme, with the error of the one that was tried.</summary>
internal sealed class AttachChallenge : IOpenIddictServerHandler<ApplyUserInfoResponseContext>
{
    public ValueTask HandleAsync(ApplyUserInfoResponseContext context)
    {
        if (context.Fapi.Rejection is not { } rejection)
            return ValueTask.CompletedTask;

        var algorithms = string.Join(' ', context.Fapi.Profile.SigningAlgorithms.Value);
        var fault = rejection.Reason.Error == "missing_token" ? "" : $", error=\"{rejection.Reason.Error}\", error_description=\"{rejection.Reason.Description}\"";
        context.Http.Response.Headers.WWWAuthenticate = new([$"DPoP algs=\"{algorithms}\"{fault}", $"Bearer realm=\"{context.Fapi.Issuer.Identifier}\"{fault}"]);

        // RFC6750-3.1: a request without a token is told how to send one, not what is wrong with it.
        if (fault.Length == 0)
            context.Transaction.Response = new OpenIddict.Abstractions.OpenIddictResponse();

        return ValueTask.CompletedTask;
    }
}
