using FapiAuthServer.Audit;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Writes all that this response hands out and all that it used up, in one transaction. Only after it do the response's
/// members mean anything; who lost a race here is refused, and a code presented twice at once ends its grant.
/// </summary>
internal sealed class CommitIssued(SingleUseStore singleUse, GrantRegister grants, AuditTrail audit) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        var fapi = context.Fapi;
        var issued = Describe(context, fapi);
        singleUse.Insert(audit.Draft(issued));
        var outcome = await singleUse.CommitAsync(context.CancellationToken);

        if (outcome.Succeeded)
            audit.Announce(issued);
        else if (outcome.Replayed is { } replayed)
            context.Reject(replayed);
        else if (context.EndpointType == OpenIddictServerEndpointType.Authorization)
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.InteractionFinished, "PAR-4");
        }
        else
        {
            await grants.RevokeAsync(fapi.Grant!.Id, "code_replayed", CancellationToken.None);
            context.Reject(Reasons.CodeInvalid, fapi.Profile.CodeSingleUse.Clause, "lost a race for the code; its grant has been revoked");
        }
    }

    private static SecurityEvent Describe(ProcessSignInContext context, FapiTransaction fapi)
    {
        var what = context.EndpointType switch
        {
            OpenIddictServerEndpointType.PushedAuthorization => SecurityEvent.RequestPushed,
            OpenIddictServerEndpointType.Token => context.Request!.IsRefreshTokenGrantType() ? SecurityEvent.TokensRefreshed : SecurityEvent.TokensIssued,
            _ => SecurityEvent.CodeIssued,
        };

        return new SecurityEvent(what, fapi.Issuer.Name)
        {
            ClientId = fapi.Client!.ClientId,
            Subject = fapi.Grant?.Subject,
            Endpoint = context.EndpointType.ToString(),
            CorrelationId = fapi.CorrelationId,
        };
    }
}
