namespace FapiAuthServer.Jose;

/// <summary>The signature keys of a JWK Set (RFC 7517 §5): a client's, or an issuer's.</summary>
public sealed class VerificationKeySet
{
    /// <summary>The longest accepted JWK Set, in UTF-8 octets.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>The most keys accepted in one set.</summary>
    public const int MaximumKeys = 32;

    private VerificationKeySet(IReadOnlyList<VerificationKey> keys) => Keys = keys;

    /// <summary>
    /// The keys that can verify signatures, in document order. Keys of other types, curves or uses are left out.
    /// </summary>
    public IReadOnlyList<VerificationKey> Keys { get; }

    /// <summary>Reads a JWK Set.</summary>
    /// <param name="jwks">The document.</param>
    /// <returns>
    /// The set, or a refusal: too large or too many keys, malformed, any private or symmetric key, a signature key that is weak
    /// or
    /// invalid, or two signature keys with the same <c>kid</c>, <c>kty</c> and <c>use</c>.
    /// </returns>
    public static JoseResult<VerificationKeySet> Parse(string jwks)
    {
        var document = JwkSetReader.Read(jwks);
        if (!document.IsValid)
            return document.As<VerificationKeySet>();

        // Sets legitimately hold encryption keys and types this library does not speak.
        var keys = new List<VerificationKey>();
        foreach (var jwk in document.Value)
        {
            if (!VerificationKey.MayVerify(jwk) || !JwkSetReader.IsSpoken(jwk))
                continue;
            var key = VerificationKey.FromJwk(jwk);
            if (!key.IsValid)
                return key.As<VerificationKeySet>();
            if (key.Value.Kid is { } kid
                && keys.Any(other => other.Kid == kid && other.Kty == key.Value.Kty && other.Use == key.Value.Use))
                return JoseResult<VerificationKeySet>.Fail(JoseError.KeyAmbiguous, "The JWK Set uses one kid for two keys.");
            keys.Add(key.Value);
        }

        return new VerificationKeySet(keys);
    }

    /// <summary>Finds the one key to verify a signature with.</summary>
    /// <param name="kid">The JWS header's <c>kid</c>; when null, exactly one key of the set must suit the algorithm.</param>
    /// <param name="alg">The algorithm, already accepted by policy.</param>
    /// <returns>The key, or KeyNotFound, KeyUnsuitable (the kid is for another algorithm) or KeyAmbiguous.</returns>
    public JoseResult<VerificationKey> Find(string? kid, string alg)
    {
        VerificationKey? found = null;
        var named = false;
        foreach (var key in Keys)
        {
            if (kid is not null && key.Kid != kid)
                continue;
            named = true;
            if (!key.CanVerify(alg))
                continue;
            if (found is not null)
                return JoseResult<VerificationKey>.Fail(
                    JoseError.KeyAmbiguous, "More than one key could have signed the JWT; a kid is needed.");
            found = key;
        }

        if (found is not null)
            return found;
        return named && kid is not null
            ? JoseResult<VerificationKey>.Fail(JoseError.KeyUnsuitable, "The key with the JWT's kid is not for its algorithm.")
            : JoseResult<VerificationKey>.Fail(JoseError.KeyNotFound, "No registered key fits the JWT's kid and algorithm.");
    }
}
