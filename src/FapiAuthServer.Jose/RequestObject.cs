namespace FapiAuthServer.Jose;

/// <summary>An authorization request as a signed JWT (JAR, RFC 9101; FAPI 2.0 Message Signing §5.3).</summary>
public static class RequestObject
{
    private const string RequestObjectJwtType = "oauth-authz-req+jwt";

    /// <summary>Verifies a request object with the keys registered for the client.</summary>
    /// <param name="jws">The parsed request object.</param>
    /// <param name="keys">The client's own keys; a key named or carried by the request object is never used.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The verified request; or the first demand that is not met.</returns>
    public static JoseResult<VerifiedRequestObject> Verify(
        CompactJws jws, VerificationKeySet keys, RequestObjectPolicy policy, DateTimeOffset now)
    {
        var signed = VerifySignature(jws, keys, policy);
        return signed.IsValid ? signed.Value.Verify(policy, now) : signed.As<VerifiedRequestObject>();
    }

    /// <summary>
    /// Verifies that the client signed it, and no more. Where the answer to a refusal goes may be read from the result; whether
    /// it asks for anything says <see cref="SignedRequestObject.Verify"/>.
    /// </summary>
    /// <param name="jws">The parsed request object.</param>
    /// <param name="keys">The client's own keys; a key named or carried by the request object is never used.</param>
    /// <param name="policy">What is demanded.</param>
    /// <returns>The signed content; or the first demand that is not met.</returns>
    public static JoseResult<SignedRequestObject> VerifySignature(CompactJws jws, VerificationKeySet keys, RequestObjectPolicy policy)
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
            return key.As<SignedRequestObject>();
        return jws.VerifySignature(key.Value)
            ? new SignedRequestObject(jws)
            : Fail(JoseError.SignatureInvalid, "The request object's signature does not verify.");
    }

    // RFC 9101 §10.8: many clients leave typ out; one that names another kind of JWT is refused. Media types ignore case.
    private static bool IsAcceptedType(string? type)
        => type is null
        || type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
        || type.Equals(RequestObjectJwtType, StringComparison.OrdinalIgnoreCase)
        || type.Equals("application/" + RequestObjectJwtType, StringComparison.OrdinalIgnoreCase);

    private static JoseResult<SignedRequestObject> Fail(JoseError error, string description)
        => JoseResult<SignedRequestObject>.Fail(error, description);
}
