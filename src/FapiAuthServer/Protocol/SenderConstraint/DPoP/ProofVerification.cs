using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Verifies a DPoP proof, when there is one, and marks it as used with the next commit.</summary>
internal sealed class ProofVerification(KeyRing keys, ProofKeys proofKeys, SingleUseStore singleUse, TimeProvider time)
{
    /// <summary>Null when there is no proof, or a good one, which the transaction then has.</summary>
    /// <param name="fapi">The request's transaction.</param>
    /// <param name="request">The request.</param>
    /// <param name="coversToken">Whether it comes with an access token, which the proof must then name (DPOP-7).</param>
    public Rejection? Verify(FapiTransaction fapi, HttpRequest request, bool coversToken)
    {
        var headers = request.Headers[DPoPProof.HeaderName];
        if (headers.Count == 0 || !fapi.Profile.SenderConstraints.Value.Contains(Profiles.SenderConstraint.DPoP))
            return null;

        if (headers.Count > 1 || string.IsNullOrEmpty(headers[0]))
            return new Rejection(Reasons.ProofRepeated, "DPOP-4.3");

        var verified = DPoPProof.Verify(headers[0]!, new DPoPProofPolicy
        {
            Method = request.Method,
            Uri = fapi.Issuer.Url(request.Path),
            AlternativeUris = [fapi.Issuer.MutualTlsUrl(request.Path)],
            Algorithms = fapi.Profile.SigningAlgorithms.Value,
            ClockSkew = fapi.Profile.FutureClockSkew.Value,
            Nonce = fapi.Issuer.Options.DPoPNonceRequired ? keys.DPoPNonce : null,
            AccessToken = coversToken ? PresentedToken(request) : null,
            KeyCache = proofKeys.Cache,
        }, time.GetUtcNow());

        if (!verified.IsValid)
        {
            var (reason, clause) = ProofRefusals.For(verified.Error.Value, fapi.Profile);
            return new Rejection(reason, clause, verified.Description);
        }

        fapi.Proof = verified.Value;
        singleUse.ConsumeOnce(ReplayKind.DPoPProof, fapi.Issuer.Name, verified.Value.Thumbprint, verified.Value.JwtId, verified.Value.ReplayUntil,
            new Rejection(Reasons.ProofReplayed, "DPOP-11.1"));
        return null;
    }

    private static string? PresentedToken(HttpRequest request)
        => request.Headers.Authorization is [{ } authorization] && authorization.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            ? authorization[(space + 1)..].Trim()
            : null;
}
