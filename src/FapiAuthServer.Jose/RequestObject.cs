namespace FapiAuthServer.Jose;

/// <summary>An authorization request as a signed JWT (JAR, RFC 9101; FAPI 2.0 Message Signing §5.3).</summary>
public static class RequestObject
{
    private const string RequestObjectJwtType = "oauth-authz-req+jwt";
    private static readonly string[] AboutTheJwt = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub"];

    /// <summary>Verifies a request object with the keys registered for the client.</summary>
    /// <param name="jws">The parsed request object.</param>
    /// <param name="keys">The client's own keys; a key named or carried by the request object is never used.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The verified request; or the first demand that is not met.</returns>
    public static JoseResult<VerifiedRequestObject> Verify(
        CompactJws jws, VerificationKeySet keys, RequestObjectPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(policy);

        if (!IsAcceptedType(jws.Type))
            return Fail(JoseError.TypeNotAccepted, "The request object is typed as another kind of JWT.");
        if (jws.CarriesKey)
            return Fail(JoseError.KeyHeaderNotAccepted, "The request object must not carry or refer to a key.");
        if (!policy.Algorithms.Contains(jws.Algorithm))
            return Fail(JoseError.AlgorithmNotAccepted, "The request object's algorithm is not accepted for this client.");
        var key = keys.Find(jws.KeyId, jws.Algorithm);
        if (!key.IsValid)
            return key.As<VerifiedRequestObject>();
        if (!jws.VerifySignature(key.Value))
            return Fail(JoseError.SignatureInvalid, "The request object's signature does not verify.");

        if (jws.GetString("client_id") != policy.ClientId)
            return Fail(JoseError.SubjectMismatch, "The request object's client_id is not the client.");
        if (jws.Payload.TryGetProperty("iss", out _) && jws.GetString("iss") != policy.ClientId)
            return Fail(JoseError.IssuerMismatch, "The request object's iss is not the client.");
        if (!jws.GetStrings("aud", out _).Contains(policy.Issuer))
            return Fail(JoseError.AudienceMismatch, "The request object's aud does not name this authorization server.");
        return VerifyTimes(jws, policy, now) is { } refusal
            ? refusal
            : new VerifiedRequestObject(
                [.. jws.Payload.EnumerateObject().Where(claim => !AboutTheJwt.Contains(claim.Name)).Select(claim => KeyValuePair.Create(claim.Name, claim.Value))],
                jws.Algorithm);
    }

    // RFC 9101 §10.8: many clients leave typ out; one that names another kind of JWT is refused. Media types ignore case.
    private static bool IsAcceptedType(string? type)
        => type is null
        || type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
        || type.Equals(RequestObjectJwtType, StringComparison.OrdinalIgnoreCase)
        || type.Equals("application/" + RequestObjectJwtType, StringComparison.OrdinalIgnoreCase);

    private static JoseResult<VerifiedRequestObject>? VerifyTimes(CompactJws jws, RequestObjectPolicy policy, DateTimeOffset now)
    {
        if (!jws.TryGetDate("exp", out var exp) || !jws.TryGetDate("nbf", out var nbf) || !jws.TryGetDate("iat", out var iat))
            return Fail(JoseError.Malformed, "The request object's exp, nbf or iat is not a date.");
        if (exp is not { } end)
            return Fail(JoseError.ExpirationMissing, "The request object has no exp.");
        if (nbf is not { } start)
            return Fail(JoseError.NotBeforeMissing, "The request object has no nbf.");
        // Differences, because adding to a date at the end of the calendar would overflow.
        if (now - end >= policy.ClockSkew)
            return Fail(JoseError.Expired, "The request object has expired.");
        if (now - start > policy.MaximumAge)
            return Fail(JoseError.TooOld, "The request object's nbf is too long ago.");
        if (end - start > policy.MaximumLifetime)
            return Fail(JoseError.LifetimeTooLong, "The request object's exp is too long after its nbf.");
        if (start - now > policy.ClockSkew)
            return Fail(JoseError.NotYetValid, "The request object's nbf is in the future.");
        if (iat - now > policy.ClockSkew)
            return Fail(JoseError.IssuedAtOutOfRange, "The request object's iat is in the future.");
        return null;
    }

    private static JoseResult<VerifiedRequestObject> Fail(JoseError error, string description)
        => JoseResult<VerifiedRequestObject>.Fail(error, description);
}
