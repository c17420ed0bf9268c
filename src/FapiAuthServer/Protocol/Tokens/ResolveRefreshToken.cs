using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Finds the refresh token and its grant. It is bound to its client, which has just been authenticated, and not to the
/// key of an earlier token: a client may come with a new DPoP key or a renewed certificate.
/// </summary>
internal sealed class ResolveRefreshToken(GrantRegister grants, TokenGate gate, TimeProvider time)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request!.IsRefreshTokenGrantType())
            return;

        var fapi = context.Fapi;
        var presented = await grants.FindAsync(ArtefactKind.RefreshToken, fapi.Issuer.Name, context.Request.RefreshToken ?? "", context.CancellationToken);
        if (presented?.Artefact is not { ConsumedAt: null } artefact || artefact.ClientId != fapi.Client!.ClientId || artefact.IsExpired(time.GetUtcNow()))
        {
            context.Reject(Reasons.RefreshTokenInvalid, "RFC6749-6", presented is null ? "no such token" : "another client's, used up or expired");
            return;
        }

        fapi.CorrelationId = artefact.CorrelationId;
        if (presented.Grant is not { } grant)
        {
            context.Reject(Reasons.RefreshTokenInvalid, "RFC6749-6", "the grant is gone");
            return;
        }

        if (gate.Decide(fapi.Client.Client, grant, presented.Customer) is { } refusal)
        {
            context.Reject(refusal);
            return;
        }

        fapi.Presented = artefact;
        fapi.Grant = grant;
    }
}
