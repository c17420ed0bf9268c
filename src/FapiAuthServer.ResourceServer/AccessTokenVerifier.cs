using System.Text.Json;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Verifies what an access token says by itself: kind, signature, issuer, audience, times, binding (RFC 9068 §4).
/// </summary>
internal sealed class AccessTokenVerifier(FapiResourceServerOptions options, IssuerDirectory directory, TimeProvider time)
{
    private const int LongestClaim = 1024;

    public async ValueTask<Verdict<VerifiedAccessToken>> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var parsed = CompactJws.Parse(token);
        if (!parsed.IsValid)
            return Refusals.InvalidToken(parsed.Description);
        var jws = parsed.Value;
        if (!IsAccessTokenType(jws.Type))
            return Refusals.InvalidToken("The access token's typ is not at+jwt.");
        if (jws.CarriesKey)
            return Refusals.InvalidToken("The access token must not carry or refer to a key.");
        if (!options.AccessTokenAlgorithms.Contains(jws.Algorithm))
            return Refusals.InvalidToken("The access token's algorithm is not accepted.");

        var key = await FindKeyAsync(jws, cancellationToken);
        if (!key.IsAccepted)
            return key.Refusal;
        if (!jws.VerifySignature(key.Value))
            return Refusals.InvalidToken("The access token's signature does not verify.");
        return Read(jws);
    }

    private static bool IsAccessTokenType(string? type)
        => type is not null
        && (type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase));

    private async ValueTask<Verdict<VerificationKey>> FindKeyAsync(CompactJws jws, CancellationToken cancellationToken)
    {
        if (await directory.GetAsync(cancellationToken) is not { } snapshot)
            return Refusals.IssuerUnavailable;
        var key = snapshot.Keys.Find(jws.KeyId, jws.Algorithm);
        if (key.Error == JoseError.KeyNotFound && await directory.GetNewerAsync(snapshot, cancellationToken) is { } newer
            && newer != snapshot)
            key = newer.Keys.Find(jws.KeyId, jws.Algorithm);
        return key.IsValid ? key.Value : Refusals.InvalidToken(key.Description);
    }

    private Verdict<VerifiedAccessToken> Read(CompactJws jws)
    {
        if (jws.GetString("iss") != options.Issuer)
            return Refusals.InvalidToken("The access token is another issuer's.");
        if (!jws.GetStrings("aud", out _).Contains(options.Audience))
            return Refusals.InvalidToken("The access token is for another audience.");
        if (RefuseTimes(jws, out var issuedAt, out var expiresAt, out var authenticatedAt) is { } refusal)
            return refusal;
        if (ReadRequired(jws, "sub") is not { } subject
            || ReadRequired(jws, "client_id") is not { } client
            || ReadRequired(jws, "jti") is not { } jti)
            return Refusals.InvalidToken("The access token lacks sub, client_id or jti.");
        if (!ReadConfirmation(jws.Payload, out var jkt, out var certificate))
            return Refusals.NotBound;

        return new VerifiedAccessToken
        {
            Issuer = options.Issuer,
            Subject = subject,
            ClientId = client,
            JwtId = jti,
            Scopes = ReadScopes(jws),
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            AuthenticationContext = jws.GetString("acr"),
            AuthenticatedAt = authenticatedAt,
            GrantId = jws.GetString("gnt"),
            Binding = (jkt is null ? 0 : SenderConstraints.DPoP) | (certificate is null ? 0 : SenderConstraints.MutualTls),
            KeyThumbprint = jkt,
            CertificateThumbprint = certificate,
            Claims = jws.Payload,
        };
    }

    private Refusal? RefuseTimes(
        CompactJws jws, out DateTimeOffset issuedAt, out DateTimeOffset expiresAt, out DateTimeOffset? authenticatedAt)
    {
        issuedAt = expiresAt = default;
        authenticatedAt = null;
        if (!jws.TryGetDate("exp", out var exp) || exp is null || !jws.TryGetDate("iat", out var iat) || iat is null
            || !jws.TryGetDate("nbf", out var nbf) || !jws.TryGetDate("auth_time", out authenticatedAt))
            return Refusals.InvalidToken("The access token lacks exp or iat, or one of its dates cannot be read.");
        (issuedAt, expiresAt) = (iat.Value, exp.Value);
        var now = time.GetUtcNow();
        if (now - expiresAt >= options.ClockSkew)
            return Refusals.InvalidToken("The access token has expired.");
        if (issuedAt - now > options.ClockSkew || nbf - now > options.ClockSkew)
            return Refusals.InvalidToken("The access token is not valid yet.");
        return null;
    }

    // Of the confirmation methods in RFC 7800, only these two; both are demanded when both are there. One that cannot be read
    // is not the same as none.
    private bool ReadConfirmation(JsonElement claims, out string? jkt, out string? certificate)
    {
        jkt = certificate = null;
        if (!claims.TryGetProperty("cnf", out var confirmation))
            return options.AcceptsUnboundTokens;
        if (confirmation.ValueKind != JsonValueKind.Object)
            return false;
        return ReadThumbprint(confirmation, "jkt", out jkt) && ReadThumbprint(confirmation, "x5t#S256", out certificate)
            && (jkt ?? certificate) is not null;
    }

    private static bool ReadThumbprint(JsonElement confirmation, string member, out string? thumbprint)
    {
        thumbprint = null;
        if (!confirmation.TryGetProperty(member, out var value))
            return true;
        thumbprint = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return thumbprint is { Length: > 0 };
    }

    private static HashSet<string> ReadScopes(CompactJws jws)
        => [.. (jws.GetString("scope") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static string? ReadRequired(CompactJws jws, string claim)
        => jws.GetString(claim) is { Length: > 0 and <= LongestClaim } value ? value : null;
}
