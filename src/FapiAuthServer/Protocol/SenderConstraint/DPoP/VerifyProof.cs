using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Verifies a DPoP proof, when there is one, and marks it as used. Whether one is needed is decided elsewhere.</summary>
internal sealed class VerifyProof<TContext>(KeyRing keys, ProofKeys proofKeys, SingleUseStore singleUse, TimeProvider time)
    : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var headers = context.Http.Request.Headers[DPoPProof.HeaderName];
        if (headers.Count == 0 || !context.Fapi.Profile.SenderConstraints.Value.Contains(Profiles.SenderConstraint.DPoP))
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        if (headers.Count > 1 || string.IsNullOrEmpty(headers[0]))
        {
            context.Reject(Reasons.ProofRepeated, "DPOP-4.3");
            return ValueTask.CompletedTask;
        }

        var path = context.Http.Request.Path;
        var verified = DPoPProof.Verify(headers[0]!, new DPoPProofPolicy
        {
            Method = context.Http.Request.Method,
            Uri = fapi.Issuer.Url(path),
            AlternativeUris = [fapi.Issuer.MutualTlsUrl(path)],
            Algorithms = fapi.Profile.SigningAlgorithms.Value,
            ClockSkew = fapi.Profile.FutureClockSkew.Value,
            Nonce = fapi.Issuer.Options.DPoPNonceRequired ? keys.DPoPNonce : null,
            AccessToken = context is ValidateUserInfoRequestContext ? PresentedToken(context.Http.Request) : null,
            KeyCache = proofKeys.Cache,
        }, time.GetUtcNow());

        if (!verified.IsValid)
        {
            var (reason, clause) = ProofRefusals.For(verified.Error.Value, fapi.Profile);
            context.Reject(reason, clause, verified.Description);
            return ValueTask.CompletedTask;
        }

        fapi.Proof = verified.Value;
        singleUse.ConsumeOnce(ReplayKind.DPoPProof, fapi.Issuer.Name, verified.Value.Thumbprint, verified.Value.JwtId, verified.Value.ReplayUntil,
            new Rejection(Reasons.ProofReplayed, "DPOP-11.1"));
        return ValueTask.CompletedTask;
    }

    // DPOP-7: a proof that comes with an access token covers it.
    private static string? PresentedToken(HttpRequest request)
        => request.Headers.Authorization is [{ } authorization] && authorization.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            ? authorization[(space + 1)..].Trim()
            : null;
}
