using FapiAuthServer.Grants;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;

namespace FapiAuthServer.Protocol.PaymentReports;

/// <summary>
/// Who reports: the holder of the key to a token that this issuer gave a client for itself, with the bank's own scope. The same
/// demands as at userinfo, and no exceptions for profiles that know unbound tokens.
/// </summary>
internal sealed class ReportCaller(ProofVerification proofs, AccessTokenReader reader, TokenStanding standing, SingleUseStore singleUse)
{
    /// <summary>Null when the caller may report; the transaction then has their token.</summary>
    public async Task<Rejection?> AdmitAsync(FapiTransaction fapi, HttpContext context, CancellationToken cancellation)
    {
        if (FindToken(context, out var scheme, out var value) is { } missing)
            return missing;

        if (proofs.Verify(fapi, context.Request, coversToken: true) is { } unproved)
            return unproved;

        // What authenticated a request counts as used, whatever becomes of the request.
        var refusal = await FindRefusalAsync(fapi, scheme, value, cancellation);
        var outcome = await singleUse.CommitAsync(cancellation);
        return outcome.Replayed ?? refusal;
    }

    private async Task<Rejection?> FindRefusalAsync(FapiTransaction fapi, string scheme, string value, CancellationToken cancellation)
    {
        if (reader.Read(fapi.Issuer, value) is not { } token)
            return new Rejection(Reasons.TokenInvalid, "RFC6750-3.1");

        fapi.ClaimedClientId = token.ClientId;
        if (token is { KeyThumbprint: null, CertificateThumbprint: null } || token.GrantId is not null)
            return new Rejection(Reasons.ReportTokenUnfit, "RFC6750-3.1");
        if (TokenBinding.Fault(fapi, token, scheme, mayBeUnbound: false) is { } fault)
            return fault;
        if (!await standing.IsGoodAsync(fapi.Issuer, token, cancellation))
            return new Rejection(Reasons.TokenInvalid, "RFC6750-3.1", "revoked, or its client is gone");
        if (!token.Scope.Split(' ').Contains(fapi.Issuer.Options.PaymentReportScope))
            return new Rejection(Reasons.ReportScopeInsufficient, "RFC6750-3.1");
        if (!token.Audiences.Contains(fapi.Issuer.Identifier))
            return new Rejection(Reasons.ReportTokenUnfit, "RFC6750-3.1", "for another API");

        fapi.AccessToken = token;
        return null;
    }

    private static Rejection? FindToken(HttpContext context, out string scheme, out string value)
    {
        (scheme, value) = ("", "");
        if (context.Request.Query.ContainsKey("access_token"))
            return new Rejection(Reasons.TokenInQuery, "RFC6750-2");
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } authorization])
            return new Rejection(Reasons.TokenMissing, "RFC6750-3.1");

        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        (scheme, value) = space < 0 ? (authorization, "") : (authorization[..space], authorization[(space + 1)..].Trim());
        return null;
    }
}
