using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>The JWT by which a client authenticates with <c>private_key_jwt</c> (RFC 7523 §3, OIDC Core §9).</summary>
public static class ClientAssertion
{
    /// <summary>The only value of <c>client_assertion_type</c> (RFC 7523 §2.2).</summary>
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private const string AssertionJwtType = "client-authentication+jwt";
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The unverified <c>sub</c>, to look the client up by; null when absent or not a string.</summary>
    /// <param name="jws">A parsed, unverified assertion.</param>
    public static string? PeekSubject(CompactJws jws)
    {
        ArgumentNullException.ThrowIfNull(jws);
        return jws.GetString("sub");
    }

    /// <summary>Verifies an assertion with the keys registered for the client.</summary>
    /// <param name="jws">The parsed assertion.</param>
    /// <param name="keys">The client's own keys; a key named or carried by the assertion is never used.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The verified assertion, still to be checked for replay; or the first demand that is not met.</returns>
    public static JoseResult<VerifiedClientAssertion> Verify(
        CompactJws jws, VerificationKeySet keys, ClientAssertionPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(policy);

        if (!IsAcceptedType(jws.Type))
            return Fail(JoseError.TypeNotAccepted, "The client assertion is typed as another kind of JWT.");
        if (jws.CarriesKey)
            return Fail(JoseError.KeyHeaderNotAccepted, "The client assertion must not carry or refer to a key.");
        if (!policy.Algorithms.Contains(jws.Algorithm))
            return Fail(JoseError.AlgorithmNotAccepted, "The client assertion's algorithm is not accepted for this client.");
        var key = keys.Find(jws.KeyId, jws.Algorithm);
        if (!key.IsValid)
            return key.As<VerifiedClientAssertion>();
        if (!jws.VerifySignature(key.Value))
            return Fail(JoseError.SignatureInvalid, "The client assertion's signature does not verify.");

        if (jws.GetString("iss") != policy.ClientId)
            return Fail(JoseError.IssuerMismatch, "The client assertion's iss is not the client.");
        if (jws.GetString("sub") != policy.ClientId)
            return Fail(JoseError.SubjectMismatch, "The client assertion's sub is not the client.");
        var audiences = jws.GetStrings("aud", out var isString);
        if (policy.AudienceMustBeString && !isString)
            return Fail(JoseError.AudienceMismatch, "The client assertion's aud must be one string.");
        if (!audiences.Any(policy.Audiences.Contains))
            return Fail(JoseError.AudienceMismatch, "The client assertion's aud does not name this authorization server.");
        return VerifyTimes(jws, policy, now, out var expires) is { } refusal
            ? refusal
            : Accept(jws, key.Value, expires + policy.ClockSkew);
    }

    /// <summary>Makes an assertion, for clients, resource servers and tests.</summary>
    /// <param name="key">The client's key.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="audience">The authorization server's issuer.</param>
    /// <param name="now">The current time.</param>
    /// <param name="lifetime">How long it is valid; one minute when null.</param>
    /// <param name="jti">Its identifier; random when null.</param>
    public static string Create(
        PrivateKey key, string clientId, string audience, DateTimeOffset now, TimeSpan? lifetime = null, string? jti = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var claims = new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = audience,
            ["jti"] = jti ?? JwtIds.Create(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (lifetime ?? DefaultLifetime)).ToUnixTimeSeconds(),
        };
        return key.SignCompact(new JsonObject { ["typ"] = AssertionJwtType }, claims);
    }

    // Untyped assertions are common; one typed as a proof, access token or request object must not authenticate anyone.
    private static bool IsAcceptedType(string? type)
        => type is null
        || type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
        || type.Equals(AssertionJwtType, StringComparison.OrdinalIgnoreCase);

    private static JoseResult<VerifiedClientAssertion>? VerifyTimes(
        CompactJws jws, ClientAssertionPolicy policy, DateTimeOffset now, out DateTimeOffset expires)
    {
        expires = default;
        if (!jws.TryGetDate("exp", out var exp) || !jws.TryGetDate("nbf", out var nbf) || !jws.TryGetDate("iat", out var iat))
            return Fail(JoseError.Malformed, "The client assertion's exp, nbf or iat is not a date.");
        if (exp is not { } end)
            return Fail(JoseError.ExpirationMissing, "The client assertion has no exp.");
        expires = end;
        // Differences, because adding to a date at the end of the calendar would overflow.
        if (now - end >= policy.ClockSkew)
            return Fail(JoseError.Expired, "The client assertion has expired.");
        if (end - now > policy.MaximumLifetime + policy.ClockSkew)
            return Fail(JoseError.LifetimeTooLong, "The client assertion's exp is too far in the future.");
        if (nbf - now > policy.ClockSkew)
            return Fail(JoseError.NotYetValid, "The client assertion's nbf is in the future.");
        if (iat - now > policy.ClockSkew)
            return Fail(JoseError.IssuedAtOutOfRange, "The client assertion's iat is in the future.");
        return null;
    }

    private static JoseResult<VerifiedClientAssertion> Accept(CompactJws jws, VerificationKey key, DateTimeOffset replayUntil)
    {
        var jti = jws.GetString("jti");
        if (JwtIds.Check(jti) is { } error)
            return Fail(error, "The client assertion's jti is missing, too long or not printable.");
        return new VerifiedClientAssertion(jws.GetString("sub")!, jti!, replayUntil, key, jws.Algorithm);
    }

    private static JoseResult<VerifiedClientAssertion> Fail(JoseError error, string description)
        => JoseResult<VerifiedClientAssertion>.Fail(error, description);
}
