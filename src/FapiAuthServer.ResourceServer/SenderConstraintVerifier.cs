using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>Verifies that the request comes from the client its token is bound to.</summary>
internal sealed class SenderConstraintVerifier(
    FapiResourceServerOptions options,
    ClientCertificateSource certificates,
    IProofReplayStore replays,
    DPoPNonce? nonce,
    TimeProvider time,
    ILogger logger)
{
    private readonly DPoPKeyCache _keys = new();

    public async ValueTask<Refusal?> RefuseAsync(HttpContext context, PresentedToken presented, VerifiedAccessToken token)
    {
        if (token.Binding == SenderConstraints.None && options.AcceptsUnboundTokens)
            return presented.Scheme == SenderConstraints.DPoP ? Refusals.BoundToNothing : null;
        if (token.Binding == SenderConstraints.None || (token.Binding & ~options.SenderConstraints) != 0)
            return Refusals.NotBound;
        // RFC 9449 §7.1: a token bound to a key is never a bearer token, whatever else comes with it.
        if (token.KeyThumbprint is not null && presented.Scheme != SenderConstraints.DPoP)
            return Refusals.BoundToKey;
        if (token.KeyThumbprint is null && presented.Scheme == SenderConstraints.DPoP)
            return Refusals.BoundToCertificate;

        if (token.CertificateThumbprint is not null)
        {
            var certificate = certificates.ReadThumbprint(context);
            if (!certificate.IsAccepted)
                return certificate.Refusal;
            if (certificate.Value != token.CertificateThumbprint)
                return Refusals.OtherCertificate;
        }

        return token.KeyThumbprint is null ? null : await RefuseProofAsync(context, presented.Token, token.KeyThumbprint);
    }

    private async ValueTask<Refusal?> RefuseProofAsync(HttpContext context, string accessToken, string thumbprint)
    {
        var headers = context.Request.Headers[DPoPProof.HeaderName];
        if (headers.Count == 0)
            return Refusals.NoProof;
        if (headers.Count > 1)
            return Refusals.ManyProofs;

        var policy = new DPoPProofPolicy
        {
            Method = context.Request.Method,
            Uri = TargetOf(context.Request),
            Algorithms = options.DPoPAlgorithms,
            Lifetime = options.DPoPProofLifetime,
            ClockSkew = options.ClockSkew,
            AccessToken = accessToken,
            ExpectedThumbprint = thumbprint,
            Nonce = nonce,
            KeyCache = _keys,
        };
        var proof = DPoPProof.Verify(headers.ToString(), policy, time.GetUtcNow());
        if (!proof.IsValid)
            return proof.Error is JoseError.NonceMissing or JoseError.NonceMismatch
                ? Refusals.NonceNeeded
                : Refusals.InvalidProof(proof.Description);

        return await UseAsync(proof.Value, context.RequestAborted) switch
        {
            ProofUse.First => null,
            ProofUse.Replay => Refusals.ReplayedProof,
            _ => Refusals.ReplayStoreUnavailable,
        };
    }

    private async ValueTask<ProofUse> UseAsync(VerifiedDPoPProof proof, CancellationToken cancellationToken)
    {
        try
        {
            var use = await replays.UseAsync(proof.ReplayKey, proof.ReplayUntil, cancellationToken);
            if (use == ProofUse.Unavailable)
                Log.ReplayStoreUnavailable(logger, null);
            return use;
        }
#pragma warning disable CA1031 // A bank's store may throw anything, and none of it may let a proof through.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.ReplayStoreUnavailable(logger, exception);
            return ProofUse.Unavailable;
        }
    }

    // The path as sent: the decoded one cannot be turned back into what the client signed.
    private string TargetOf(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var path = raw is ['/', ..] ? raw : UriHelper.BuildRelative(request.PathBase, request.Path);
        var start = options.PublicBaseUri?.GetLeftPart(UriPartial.Path).TrimEnd('/')
            ?? UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/');
        return start + path;
    }
}
