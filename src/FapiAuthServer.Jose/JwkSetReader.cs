using System.Text;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>Reads the public keys of a JWK Set (RFC 7517 §5), whatever they are for.</summary>
internal static class JwkSetReader
{
    private const int MaximumDepth = 8;

    /// <returns>The keys as they are written; or a refusal: too large, too many, malformed, or any private or symmetric key.</returns>
    public static JoseResult<IReadOnlyList<JsonElement>> Read(string jwks)
    {
        if (string.IsNullOrEmpty(jwks))
            return Fail(JoseError.Malformed, "The JWK Set is empty.");
        if (jwks.Length > VerificationKeySet.MaximumLength || Encoding.UTF8.GetByteCount(jwks) > VerificationKeySet.MaximumLength)
            return Fail(JoseError.TooLarge, "The JWK Set is too large.");
        if (!StrictJson.TryParseObject(Encoding.UTF8.GetBytes(jwks), MaximumDepth, out var document)
            || !document.TryGetProperty("keys", out var array) || array.ValueKind != JsonValueKind.Array)
            return Fail(JoseError.Malformed, "The JWK Set is not a JSON object with an array of keys.");
        if (array.GetArrayLength() > VerificationKeySet.MaximumKeys)
            return Fail(JoseError.TooLarge, "The JWK Set has too many keys.");

        var keys = new List<JsonElement>(array.GetArrayLength());
        foreach (var jwk in array.EnumerateArray())
        {
            if (jwk.ValueKind != JsonValueKind.Object)
                return Fail(JoseError.Malformed, "The JWK Set holds something that is not a JSON object.");
            if (PublicKeyMaterial.HoldsSecret(jwk))
                return Fail(JoseError.KeyUnsuitable, "The JWK Set holds a private or symmetric key.");
            keys.Add(jwk);
        }

        return keys;
    }

    /// <summary>Whether the key is of a type, and on a curve, that this library speaks.</summary>
    public static bool IsSpoken(JsonElement jwk) => CompactJws.ReadString(jwk, "kty") switch
    {
        "RSA" => true,
        "EC" => CompactJws.ReadString(jwk, "crv") == "P-256",
        _ => false,
    };

    private static JoseResult<IReadOnlyList<JsonElement>> Fail(JoseError error, string description)
        => JoseResult<IReadOnlyList<JsonElement>>.Fail(error, description);
}
