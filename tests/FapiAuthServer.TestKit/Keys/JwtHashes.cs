using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>The hashes by which an ID token names what it was issued with (OpenID Connect Core section 3.3.2.11).</summary>
public static class JwtHashes
{
    /// <summary>The left half of the SHA-256 of the value: what PS256, ES256 and RS256 go with.</summary>
    public static string LeftHalf(string value) => Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(value)).AsSpan(0, 16).ToArray());
}
