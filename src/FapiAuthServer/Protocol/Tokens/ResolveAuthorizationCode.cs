using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FapiAuthServer.Audit;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Finds the code and compares the request with everything the code was issued for. A code that was used before ends
/// its grant, and with it every token that came of it.
/// </summary>
internal sealed class ResolveAuthorizationCode(
    SingleUseStore singleUse, GrantRegister grants, TokenGate gate, AuditTrail audit, TimeProvider time)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request!.IsAuthorizationCodeGrantType())
            return;

        var fapi = context.Fapi;
        var presented = await grants.FindAsync(ArtefactKind.AuthorizationCode, fapi.Issuer.Name, context.Request.Code ?? "", context.CancellationToken);
        if (presented is null || presented.Artefact.ClientId != fapi.Client!.ClientId)
        {
            context.Reject(Reasons.CodeInvalid, "RFC6749-4.1.3", presented is null ? "no such code" : "the code is another client's");
            return;
        }

        var artefact = presented.Artefact;
        fapi.CorrelationId = artefact.CorrelationId;
        if (artefact.ConsumedAt is not null)
        {
            // First whether this request is authentic: a recorded one that is sent again must not end anybody's grant.
            if ((await singleUse.CommitAsync(context.CancellationToken)).Replayed is { } replayed)
            {
                context.Reject(replayed);
                return;
            }

            await EndGrantAsync(fapi, artefact.GrantId!.Value, context.CancellationToken);
            context.Reject(Reasons.CodeInvalid, fapi.Profile.CodeSingleUse.Clause, "the code was used before; its grant has been revoked");
            return;
        }

        if (artefact.IsExpired(time.GetUtcNow()))
        {
            context.Reject(Reasons.CodeInvalid, fapi.Profile.CodeLifetime.Clause, "the code has expired");
            return;
        }

        var code = JsonSerializer.Deserialize<CodeData>(artefact.Data)!;
        if (context.Request.RedirectUri != code.RedirectUri)
        {
            context.Reject(Reasons.CodeRedirectMismatch, "RFC6749-4.1.3");
            return;
        }

        if (!FitsChallenge(context.Request.CodeVerifier, code.CodeChallenge))
        {
            context.Reject(Reasons.CodeVerifierMismatch, "RFC7636-4.6");
            return;
        }

        if (code.KeyThumbprint is not null && code.KeyThumbprint != fapi.Proof?.Thumbprint)
        {
            context.Reject(Reasons.CodeKeyMismatch, fapi.Profile.DPoPCodeBinding.Clause);
            return;
        }

        if (presented.Grant is not { } grant)
        {
            context.Reject(Reasons.CodeInvalid, "RFC6749-4.1.3", "the grant is gone");
            return;
        }

        if (gate.Decide(fapi.Client.Client, grant, presented.Customer) is { } refusal)
        {
            context.Reject(refusal);
            return;
        }

        singleUse.Consume(artefact);
        fapi.Presented = artefact;
        fapi.Code = code;
        fapi.Grant = grant;
    }

    private async Task EndGrantAsync(FapiTransaction fapi, Guid grantId, CancellationToken cancellation)
    {
        await grants.RevokeAsync(grantId, "code_replayed", cancellation);
        await audit.RecordAsync(new SecurityEvent(SecurityEvent.CodeReplayed, fapi.Issuer.Name)
        {
            ClientId = fapi.Client!.ClientId,
            Clause = fapi.Profile.CodeSingleUse.Clause,
            CorrelationId = fapi.CorrelationId,
        });
    }

    // RFC7636-4.1: 43 to 128 unreserved characters. RFC9700-4.8.2: a verifier without a challenge says that somebody took the challenge away.
    private static bool FitsChallenge(string? verifier, string? challenge)
        => challenge is null
            ? verifier is null
            : verifier is { Length: >= 43 and <= 128 }
            && verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
                Encoding.ASCII.GetBytes(challenge));
}
