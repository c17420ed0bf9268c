using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Keys;

namespace FapiAuthServer.Grants;

/// <summary>Reads an ID token that comes back to us as a hint. That it has expired does not matter; who signed it does.</summary>
internal sealed class IdentityTokenReader(KeyRing keys)
{
    /// <summary>The token, when this issuer signed it as an ID token; null otherwise.</summary>
    public PresentedIdentityToken? Read(Issuer issuer, string token)
    {
        var parsed = CompactJws.Parse(token);
        if (!parsed.IsValid)
            return null;

        var jws = parsed.Value;
        return jws.Type is "JWT" && jws.GetString("iss") == issuer.Identifier && keys.For(issuer).Verifies(jws, token) && jws.GetString("sub") is { } subject
            ? new PresentedIdentityToken(subject, jws.GetStrings("aud", out _))
            : null;
    }
}
