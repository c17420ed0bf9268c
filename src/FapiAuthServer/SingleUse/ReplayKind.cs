namespace FapiAuthServer.SingleUse;

internal enum ReplayKind
{
    /// <summary>The <c>jti</c> of a client assertion, single use per client.</summary>
    ClientAssertion = 1,

    /// <summary>The <c>jti</c> of a DPoP proof, single use per key.</summary>
    DPoPProof = 2,

    /// <summary>The <c>jti</c> of an access token that its client revoked before it expired.</summary>
    RevokedAccessToken = 3,
}
