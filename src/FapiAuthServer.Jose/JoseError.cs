namespace FapiAuthServer.Jose;

/// <summary>Why a JWT, JWK or proof was refused.</summary>
public enum JoseError
{
    /// <summary>Not a compact JWS, JWK or JWK Set at all: wrong parts, encoding, JSON or member types.</summary>
    Malformed,

    /// <summary>Longer than the limit for its kind.</summary>
    TooLarge,

    /// <summary>The <c>typ</c> header names another kind of JWT (RFC 8725 §3.11).</summary>
    TypeNotAccepted,

    /// <summary>The <c>alg</c> header is not one the policy allows, or is <c>none</c> or symmetric.</summary>
    AlgorithmNotAccepted,

    /// <summary>The header asks for processing that is not supported: <c>crit</c>, <c>b64</c> or <c>zip</c>.</summary>
    CriticalHeaderNotUnderstood,

    /// <summary>
    /// The header brings its own key (<c>jku</c>, <c>x5u</c>, <c>x5c</c>, <c>jwk</c>) where that is not allowed.
    /// </summary>
    KeyHeaderNotAccepted,

    /// <summary>No key has the named <c>kid</c>, or the proof has no <c>jwk</c>.</summary>
    KeyNotFound,

    /// <summary>More than one key fits and the header does not say which.</summary>
    KeyAmbiguous,

    /// <summary>
    /// The key is private, symmetric, too weak, too large, not on its curve, or meant for another algorithm or use.
    /// </summary>
    KeyUnsuitable,

    /// <summary>The signature does not verify.</summary>
    SignatureInvalid,

    /// <summary>The encrypted JWT cannot be decrypted; why is never said.</summary>
    DecryptionFailed,

    /// <summary>The <c>iss</c> claim is absent or another party's.</summary>
    IssuerMismatch,

    /// <summary>The <c>sub</c> claim is absent or another party's.</summary>
    SubjectMismatch,

    /// <summary>The <c>aud</c> claim is absent, of the wrong JSON type, or names someone else.</summary>
    AudienceMismatch,

    /// <summary>The <c>exp</c> claim is required and absent.</summary>
    ExpirationMissing,

    /// <summary>The <c>exp</c> claim is in the past.</summary>
    Expired,

    /// <summary>The <c>exp</c> claim is further in the future than the policy allows.</summary>
    LifetimeTooLong,

    /// <summary>The <c>nbf</c> claim is in the future.</summary>
    NotYetValid,

    /// <summary>The <c>nbf</c> claim is required and absent.</summary>
    NotBeforeMissing,

    /// <summary>The <c>nbf</c> claim is longer ago than the policy allows.</summary>
    TooOld,

    /// <summary>The <c>iat</c> claim is required and absent.</summary>
    IssuedAtMissing,

    /// <summary>The <c>iat</c> claim is too far in the past or the future.</summary>
    IssuedAtOutOfRange,

    /// <summary>The <c>jti</c> claim is required and absent or empty.</summary>
    JwtIdMissing,

    /// <summary>The <c>jti</c> claim is longer than 256 characters.</summary>
    JwtIdTooLong,

    /// <summary>The <c>htm</c> claim is not the request's method.</summary>
    MethodMismatch,

    /// <summary>The <c>htu</c> claim is not the request's URI.</summary>
    UriMismatch,

    /// <summary>A server nonce is required and the <c>nonce</c> claim is absent.</summary>
    NonceMissing,

    /// <summary>The <c>nonce</c> claim is not a nonce this server gave out recently.</summary>
    NonceMismatch,

    /// <summary>An access token accompanies the proof and the <c>ath</c> claim is absent.</summary>
    AccessTokenHashMissing,

    /// <summary>The <c>ath</c> claim is the hash of another access token.</summary>
    AccessTokenHashMismatch,

    /// <summary>The proof was made with another key than the expected one.</summary>
    ThumbprintMismatch,

    /// <summary>Another required claim is absent or of the wrong type.</summary>
    ClaimMissing,
}
