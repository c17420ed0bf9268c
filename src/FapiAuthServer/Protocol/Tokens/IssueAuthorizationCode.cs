using System.Text.Json;
using FapiAuthServer.Grants;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>Issues a code for the grant the customer just gave, with all it will be held to when it comes back.</summary>
internal sealed class IssueAuthorizationCode(SingleUseStore singleUse) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Authorization)
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        var request = context.Request!;
        var data = new CodeData(
            request.RedirectUri!,
            request.CodeChallenge,
            (string?)request["dpop_jkt"],
            request.Nonce);

        context.Response.Code = singleUse.Issue(ArtefactKind.AuthorizationCode, fapi.Issuer.Name, fapi.Client!.ClientId,
            fapi.CorrelationId, fapi.Grant!.Id, JsonSerializer.Serialize(data), fapi.Profile.CodeLifetime.Value);
        return ValueTask.CompletedTask;
    }
}
