using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;

namespace FapiAuthServer.Transaction;

/// <summary>Whether a token that is used at this server comes from the holder of the key it is bound to.</summary>
internal static class TokenBinding
{
    private const string Bearer = "Bearer";

    public static Rejection? Fault(FapiTransaction fapi, PresentedAccessToken token, string scheme, bool mayBeUnbound)
    {
        var expected = token.KeyThumbprint is null ? Bearer : "DPoP";
        if (!string.Equals(scheme, expected, StringComparison.OrdinalIgnoreCase))
            return new Rejection(Reasons.TokenSchemeMismatch, "DPOP-7.1");

        if (token.KeyThumbprint is { } bound)
            return fapi.Proof?.Thumbprint == bound ? null : new Rejection(Reasons.TokenProofInvalid, "DPOP-7.1");

        if (token.CertificateThumbprint is null && mayBeUnbound)
            return null;

        return token.CertificateThumbprint is { } certificate && certificate == fapi.CertificateThumbprint
            ? null
            : new Rejection(Reasons.TokenCertificateMismatch, "RFC8705-3");
    }
}
