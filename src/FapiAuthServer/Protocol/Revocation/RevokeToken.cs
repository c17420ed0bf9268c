using FapiAuthServer.Audit;
using FapiAuthServer.Grants;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Revocation;

/// <summary>
/// Ends a token of the client that asks. A refresh token takes its grant with it, and so every token under it. A token
/// that is not known or not the client's is answered alike and left alone (RFC 7009 section 2.2); a store that fails is
/// an error, never a 200.
/// </summary>
internal sealed class RevokeToken(SingleUseStore singleUse, RevokedTokens revoked, GrantRegister grants, AccessTokenReader reader, AuditTrail audit)
    : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        var fapi = context.Fapi;
        var token = context.Request!.Token!;
        var client = fapi.Client!.ClientId;

        if (reader.Read(fapi.Issuer, token) is { } access)
        {
            if (access.ClientId != client)
                return;

            fapi.CorrelationId = access.GrantId ?? fapi.CorrelationId;
            await revoked.AddAsync(fapi.Issuer.Name, client, access.JwtId, access.ExpiresAt, context.CancellationToken);
            await RecordAsync(SecurityEvent.TokenRevoked, fapi, access.Subject);
        }
        else if (await singleUse.FindAsync(ArtefactKind.RefreshToken, fapi.Issuer.Name, token, context.CancellationToken) is { } refresh
            && refresh.ClientId == client)
        {
            fapi.CorrelationId = refresh.CorrelationId;
            if (await grants.RevokeAsync(refresh.GrantId!.Value, "revoked_by_client", context.CancellationToken))
                await RecordAsync(SecurityEvent.GrantRevoked, fapi, subject: null);
        }
    }

    private ValueTask RecordAsync(string what, FapiTransaction fapi, string? subject)
        => audit.RecordAsync(new SecurityEvent(what, fapi.Issuer.Name)
        {
            ClientId = fapi.Client!.ClientId,
            Subject = subject,
            Endpoint = "Revocation",
            CorrelationId = fapi.CorrelationId,
        });
}
