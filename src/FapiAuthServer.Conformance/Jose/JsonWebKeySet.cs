using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>The keys a server publishes, and what they say of a signature.</summary>
public sealed record JsonWebKeySet(IReadOnlyList<JsonObject> Keys)
{
    public static JsonWebKeySet Read(JsonObject document) =>
        new(document["keys"] is JsonArray keys ? [.. keys.OfType<JsonObject>()] : []);

    /// <summary>Null when exactly one key is the token's and verifies it; otherwise what is wrong, in a few words.</summary>
    public string? WhyNotSignedBy(CompactJwt token)
    {
        var candidates = Keys.Where(key => IsFor(key, token)).ToList();
        if (candidates.Count != 1)
        {
            return $"{candidates.Count} published keys are for kid {token.KeyId ?? "(none)"} and alg {token.Algorithm ?? "(none)"}";
        }
        try
        {
            return Verifies(candidates[0], token) switch
            {
                true => null,
                false => "the signature is not of the published key",
                null => $"signatures with {token.Algorithm} cannot be verified here",
            };
        }
        catch (Exception malformed) when (malformed is FormatException or CryptographicException)
        {
            return $"the published key cannot be read: {malformed.Message}";
        }
    }

    private static bool IsFor(JsonObject key, CompactJwt token) =>
        (token.KeyId is null || JsonText.Of(key["kid"]) == token.KeyId)
        && JsonText.Of(key["use"]) is null or "sig"
        && (JsonText.Of(key["alg"]) is not { } algorithm || algorithm == token.Algorithm)
        && JsonText.Of(key["kty"]) == token.Algorithm switch
        {
            "ES256" => "EC",
            "EdDSA" or "Ed25519" => "OKP",
            _ => "RSA",
        };

    private static bool? Verifies(JsonObject key, CompactJwt token)
    {
        var end = token.Text.LastIndexOf('.');
        var input = Encoding.ASCII.GetBytes(token.Text[..end]);
        var signature = Base64UrlText.TryDecode(token.Text[(end + 1)..]) ?? [];
        switch (token.Algorithm)
        {
            case "PS256" or "RS256":
                using (var rsa = RSA.Create(JsonWebKey.RsaParameters(key, withPrivatePart: false)))
                {
                    var padding = token.Algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
                    return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, padding);
                }
            case "ES256":
                using (var ec = ECDsa.Create(JsonWebKey.EcParameters(key, withPrivatePart: false)))
                {
                    return signature.Length == 64 && ec.VerifyData(input, signature, HashAlgorithmName.SHA256);
                }
            default:
                return null; // The platform has no Ed25519.
        }
    }
}
