using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>The hashes by which JWTs refer to tokens, keys and certificates.</summary>
public static class Digests
{
    /// <summary>The <c>ath</c> of a DPoP proof: base64url of the SHA-256 of the access token (RFC 9449 §4.2).</summary>
    /// <param name="token">The access token as sent.</param>
    public static string AccessTokenHash(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Sha256Text(token);
    }

    /// <summary>The <c>x5t#S256</c> of a certificate: base64url of the SHA-256 of its DER encoding (RFC 8705 §3.1).</summary>
    /// <param name="certificate">The certificate.</param>
    public static string CertificateThumbprint(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificate.RawDataMemory.Span, hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>
    /// The <c>at_hash</c>, <c>c_hash</c> or <c>s_hash</c> of an ID token: the left half of the hash its algorithm uses (OIDC Core
    /// §3.3.2.11).
    /// </summary>
    /// <param name="value">The access token, code or state.</param>
    /// <param name="alg">The ID token's signature algorithm; its last three digits choose SHA-256, SHA-384 or SHA-512.</param>
    /// <exception cref="ArgumentException">The algorithm names none of these hashes.</exception>
    public static string LeftHalfHash(string value, string alg)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(alg);
        var octets = Encoding.ASCII.GetBytes(value);
        var hash = alg.AsSpan(Math.Max(0, alg.Length - 3)) switch
        {
            "256" => SHA256.HashData(octets),
            "384" => SHA384.HashData(octets),
            "512" => SHA512.HashData(octets),
            _ => throw new ArgumentException("The algorithm does not name a SHA-2 hash.", nameof(alg)),
        };
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    /// <summary>The SHA-256 thumbprint of a JWK in base64url (RFC 7638; RFC 8037 §2 for OKP).</summary>
    /// <param name="jwk">A public or private key of type RSA, EC or OKP.</param>
    /// <returns>The thumbprint, or null when a required member is missing. The key itself is not validated.</returns>
    public static string? JwkThumbprint(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return null;
        string[] members = CompactJws.ReadString(jwk, "kty") switch
        {
            "RSA" => ["e", "kty", "n"],
            "EC" => ["crv", "kty", "x", "y"],
            "OKP" => ["crv", "kty", "x"],
            _ => [],
        };
        var json = new StringBuilder("{");
        foreach (var member in members)
        {
            // The values are base64url or short names, so no escaping can be needed in what is hashed.
            if (CompactJws.ReadString(jwk, member) is not { } value
                || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                return null;
            json.Append(json.Length > 1 ? ",\"" : "\"").Append(member).Append("\":\"").Append(value).Append('"');
        }

        return members.Length == 0 ? null : Sha256Text(json.Append('}').ToString());
    }

    internal static string Sha256Text(ReadOnlySpan<char> text)
    {
        byte[]? large = null;
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = length <= 2048 ? stackalloc byte[2048] : (large = new byte[length]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..Encoding.UTF8.GetBytes(text, buffer)], hash);
        return Base64Url.EncodeToString(hash);
    }
}
