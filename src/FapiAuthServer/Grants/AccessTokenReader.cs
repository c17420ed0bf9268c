using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Keys;

namespace FapiAuthServer.Grants;

/// <summary>Reads an access token that comes back to us.</summary>
internal sealed class AccessTokenReader(KeyRing keys, TimeProvider time)
{
    /// <summary>The token, when this issuer signed it and it has not expired; null otherwise.</summary>
    public PresentedAccessToken? Read(Issuer issuer, string token)
    {
        var parsed = CompactJws.Parse(token);
        if (!parsed.IsValid)
            return null;

        var jws = parsed.Value;
        var key = keys.For(issuer).Verification.Find(jws.KeyId, jws.Algorithm);
        if (!key.IsValid || !jws.VerifySignature(key.Value) || jws.Type != "at+jwt" || jws.GetString("iss") != issuer.Identifier)
            return null;

        return jws.TryGetDate("exp", out var expires) && expires > time.GetUtcNow()
            && jws.GetString("jti") is { } id && jws.GetString("sub") is { } subject && jws.GetString("client_id") is { } client
                ? new PresentedAccessToken(id, subject, client, jws.GetString("scope") ?? "",
                    Guid.TryParse(jws.GetString(PresentedAccessToken.GrantClaim), out var grant) ? grant : null, expires.Value, jws.Payload)
                : null;
    }
}
