using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>
/// What a client has signed, for whomever and whenever; only <see cref="RequestObject.VerifySignature"/> makes one. It asks us
/// for nothing before <see cref="Verify"/> has said so.
/// </summary>
public sealed class SignedRequestObject
{
    private static readonly string[] AboutTheJwt = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub"];
    private readonly CompactJws _jws;

    internal SignedRequestObject(CompactJws jws)
    {
        _jws = jws;
        Parameters = [.. jws.Payload.EnumerateObject().Where(claim => !AboutTheJwt.Contains(claim.Name)).Select(claim => KeyValuePair.Create(claim.Name, claim.Value))];
    }

    /// <summary>
    /// The parameters of the authorization request, as JSON: the claims without those that are about the JWT itself
    /// (<c>iss</c>, <c>aud</c>, <c>exp</c>, <c>nbf</c>, <c>iat</c>, <c>jti</c>, <c>sub</c>).
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Parameters { get; }

    /// <summary>Verifies that it is from this client to this issuer, and at this time.</summary>
    /// <param name="policy">What is demanded.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The verified request; or the first demand that is not met.</returns>
    public JoseResult<VerifiedRequestObject> Verify(RequestObjectPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);

        if (_jws.GetString("client_id") != policy.ClientId)
            return Fail(JoseError.SubjectMismatch, "The request object's client_id is not the client.");
        if (_jws.Payload.TryGetProperty("iss", out _) && _jws.GetString("iss") != policy.ClientId)
            return Fail(JoseError.IssuerMismatch, "The request object's iss is not the client.");
        if (!_jws.GetStrings("aud", out _).Contains(policy.Issuer))
            return Fail(JoseError.AudienceMismatch, "The request object's aud does not name this authorization server.");
        return VerifyTimes(_jws, policy, now) is { } refusal ? refusal : new VerifiedRequestObject(Parameters, _jws.Algorithm);
    }

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
