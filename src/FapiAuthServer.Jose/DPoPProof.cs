using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>The JWT by which a client proves possession of a key for one request (RFC 9449 §4).</summary>
public static class DPoPProof
{
    /// <summary>The request header field's name.</summary>
    public const string HeaderName = "DPoP";

    /// <summary>The response header field that carries a nonce (RFC 9449 §8).</summary>
    public const string NonceHeaderName = "DPoP-Nonce";

    private const string ProofType = "dpop+jwt";
    private static readonly JwsLimits Limits = new() { MaximumLength = 8 * 1024, MaximumDepth = 8 };

    /// <summary>Verifies the proof of a request by the twelve checks of RFC 9449 §4.3.</summary>
    /// <param name="proof">The value of the request's only <c>DPoP</c> header field; at most 8192 characters.</param>
    /// <param name="policy">The request it has to fit.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The verified proof, still to be checked for replay; or the first demand that is not met.</returns>
    public static JoseResult<VerifiedDPoPProof> Verify(string proof, DPoPProofPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);

        // 1. One header field only: the caller counts fields, and joined ones hold a comma that no JWT has.
        // 2. A single and well-formed JWT.
        var parsed = CompactJws.Parse(proof, Limits);
        if (!parsed.IsValid)
            return parsed.As<VerifiedDPoPProof>();
        var jws = parsed.Value;

        // 3. All required claims.
        var claims = ReadClaims(jws, policy, out var method, out var uri, out var jti, out var issuedAt);
        if (claims is not null)
            return claims.Value;

        // 4. The type.
        if (jws.Type != ProofType)
            return Fail(JoseError.TypeNotAccepted, "The DPoP proof's typ is not dpop+jwt.");

        // 5. The algorithm.
        if (!policy.Algorithms.Contains(jws.Algorithm))
            return Fail(JoseError.AlgorithmNotAccepted, "The DPoP proof's algorithm is not accepted.");

        // 7. No private key; ahead of 6, because a key is not imported before it is known to be public.
        // 6. The signature, by the key in the header.
        var signer = VerifySignature(jws, policy.KeyCache);
        if (!signer.IsValid)
            return signer.As<VerifiedDPoPProof>();

        // 8. The method.
        if (method != policy.Method)
            return Fail(JoseError.MethodMismatch, "The DPoP proof's htm is not the request's method.");

        // 9. The URI without query and fragment.
        if (!TargetUri.Matches(uri, policy.Uri)
            && policy.AlternativeUris?.Any(other => TargetUri.Matches(uri, other)) is not true)
            return Fail(JoseError.UriMismatch, "The DPoP proof's htu is not the request's URI.");

        // 10. The server's nonce. 11. The creation time, by the nonce when there is one.
        if (RefuseTime(jws, policy, issuedAt, now) is { } stale)
            return stale;

        // 12. The access token: a. its hash, b. the key it is bound to.
        if (policy.AccessToken is not null && !IsHashOf(jws.GetString("ath")!, policy.AccessToken))
            return Fail(JoseError.AccessTokenHashMismatch, "The DPoP proof's ath is not the hash of the access token.");
        if (policy.ExpectedThumbprint is not null && signer.Value.Thumbprint != policy.ExpectedThumbprint)
            return Fail(JoseError.ThumbprintMismatch, "The DPoP proof was made with another key than the one bound.");

        var replayUntil = policy.Nonce is { } nonce
            ? now + (2 * nonce.Window) + policy.ClockSkew
            : issuedAt + policy.Lifetime + policy.ClockSkew;
        return new VerifiedDPoPProof(signer.Value.Thumbprint, jti, issuedAt, replayUntil, jws.Algorithm);
    }

    /// <summary>Makes a proof, for clients and tests.</summary>
    /// <param name="key">The key to prove possession of.</param>
    /// <param name="method">The request's HTTP method.</param>
    /// <param name="uri">The request's URI; query and fragment are dropped.</param>
    /// <param name="now">The current time.</param>
    /// <param name="accessToken">The access token sent along, if any.</param>
    /// <param name="nonce">The server's latest nonce, if it gave one.</param>
    /// <param name="jti">The proof's identifier; random when null.</param>
    public static string Create(
        PrivateKey key,
        string method,
        string uri,
        DateTimeOffset now,
        string? accessToken = null,
        string? nonce = null,
        string? jti = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(uri);
        var end = uri.AsSpan().IndexOfAny('?', '#');
        var claims = new JsonObject
        {
            ["jti"] = jti ?? JwtIds.Create(),
            ["htm"] = method,
            ["htu"] = end < 0 ? uri : uri[..end],
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
            claims["ath"] = Digests.AccessTokenHash(accessToken);
        if (nonce is not null)
            claims["nonce"] = nonce;
        var header = new JsonObject { ["typ"] = ProofType, ["kid"] = null, ["jwk"] = key.PublicMembers(withMetadata: false) };
        return key.SignCompact(header, claims);
    }

    private static JoseResult<VerifiedDPoPProof>? ReadClaims(
        CompactJws jws, DPoPProofPolicy policy, out string method, out string uri, out string jti, out DateTimeOffset issuedAt)
    {
        method = jws.GetString("htm") ?? string.Empty;
        uri = jws.GetString("htu") ?? string.Empty;
        jti = jws.GetString("jti") ?? string.Empty;
        issuedAt = default;
        if (JwtIds.Check(jti) is { } error)
            return Fail(error, "The DPoP proof's jti is missing, too long or not printable.");
        if (method.Length == 0 || uri.Length == 0)
            return Fail(JoseError.ClaimMissing, "The DPoP proof has no htm or no htu.");
        if (!jws.TryGetDate("iat", out var iat))
            return Fail(JoseError.Malformed, "The DPoP proof's iat is not a date.");
        if (iat is null)
            return Fail(JoseError.IssuedAtMissing, "The DPoP proof has no iat.");
        issuedAt = iat.Value;
        if (policy.AccessToken is not null && jws.GetString("ath") is null)
            return Fail(JoseError.AccessTokenHashMissing, "The DPoP proof has no ath.");
        return null;
    }

    private static JoseResult<VerificationKey> VerifySignature(CompactJws jws, DPoPKeyCache? cache)
    {
        if (jws.CarriesKeyReference)
            return JoseResult<VerificationKey>.Fail(
                JoseError.KeyHeaderNotAccepted, "The DPoP proof must carry its key in jwk and nowhere else.");
        if (!jws.Header.TryGetProperty("jwk", out var jwk))
            return JoseResult<VerificationKey>.Fail(JoseError.KeyNotFound, "The DPoP proof has no jwk.");
        var material = PublicKeyMaterial.Read(jwk);
        if (!material.IsValid)
            return material.As<VerificationKey>();
        // What the client says about its key's purpose is held to, but not kept: the cache knows keys by their numbers alone.
        if (!VerificationKey.MayVerify(jwk)
            || (jwk.TryGetProperty("alg", out _) && CompactJws.ReadString(jwk, "alg") != jws.Algorithm))
            return JoseResult<VerificationKey>.Fail(
                JoseError.KeyUnsuitable, "The DPoP proof's jwk is meant for another algorithm or use.");

        var cached = cache?.Find(material.Value.Thumbprint);
        JoseResult<VerificationKey> key = cached is not null ? cached : VerificationKey.Import(material.Value);
        if (!key.IsValid)
            return key;
        if (!key.Value.CanVerify(jws.Algorithm))
            return JoseResult<VerificationKey>.Fail(JoseError.KeyUnsuitable, "The DPoP proof's jwk is not for its algorithm.");
        if (!jws.VerifySignature(key.Value))
            return JoseResult<VerificationKey>.Fail(JoseError.SignatureInvalid, "The DPoP proof's signature does not verify.");
        if (cached is null)
            cache?.Add(key.Value);
        return key;
    }

    private static JoseResult<VerifiedDPoPProof>? RefuseTime(
        CompactJws jws, DPoPProofPolicy policy, DateTimeOffset issuedAt, DateTimeOffset now)
    {
        if (policy.Nonce is { } nonces)
        {
            if (jws.GetString("nonce") is not { } nonce)
                return Fail(JoseError.NonceMissing, "A nonce is required in the DPoP proof.");
            if (!nonces.IsCurrent(nonce, now))
                return Fail(JoseError.NonceMismatch, "The DPoP proof's nonce is not a current one.");
        }
        else if (now - issuedAt > policy.Lifetime || issuedAt - now > policy.ClockSkew)
        {
            return Fail(JoseError.IssuedAtOutOfRange, "The DPoP proof's iat is too old or in the future.");
        }

        return null;
    }

    private static bool IsHashOf(string hash, string accessToken)
        => CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(Digests.AccessTokenHash(accessToken)));

    private static JoseResult<VerifiedDPoPProof> Fail(JoseError error, string description)
        => JoseResult<VerifiedDPoPProof>.Fail(error, description);
}
