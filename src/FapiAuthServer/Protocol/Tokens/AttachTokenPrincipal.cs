using System.Security.Claims;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>Tells the engine that the token request is granted, and for whom.</summary>
internal sealed class AttachTokenPrincipal : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var subject = context.Fapi.Grant?.Subject ?? context.Fapi.Client!.ClientId;
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(OpenIddictConstants.Claims.Subject, subject)], authenticationType: "fapi"));
        return ValueTask.CompletedTask;
    }
}
