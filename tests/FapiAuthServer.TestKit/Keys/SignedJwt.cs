using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A signed JWT that was received, taken apart; nothing is believed until <see cref="IsSignedByOneOf"/> says so.</summary>
public sealed record SignedJwt(string Text, JsonObject Header, JsonObject Claims)
{
    public string? this[string claim] => Claims[claim] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static SignedJwt Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3
            ? new SignedJwt(text, Read(parts[0]), Read(parts[1]))
            : throw new FormatException($"A signed JWT has three parts, not {parts.Length}.");
    }

    public DateTimeOffset? Time(string claim) =>
        Claims[claim] is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds.GetValue<long>()) : null;

    /// <summary>Exactly one key of the set has the token's `kid`, suits its algorithm, and verifies the signature.</summary>
    public bool IsSignedByOneOf(JsonObject jwks)
    {
        var keyId = (string?)Header["kid"];
        var keys = ((JsonArray)jwks["keys"]!).OfType<JsonObject>().Where(key => (string?)key["kid"] == keyId).ToList();
        return keyId is not null && keys.Count == 1 && ((string?)keys[0]["use"] is null or "sig") && IsSignedBy(keys[0]);
    }

    public bool IsSignedBy(JsonObject key)
    {
        var end = Text.LastIndexOf('.');
        var input = Encoding.ASCII.GetBytes(Text[..end]);
        var signature = Base64Url.Decode(Text[(end + 1)..]);
        switch (((string?)Header["alg"], (string?)key["kty"]))
        {
            case ("PS256", "RSA"):
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Member(key, "n"), Exponent = Member(key, "e") }))
                {
                    return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
                }
            case ("RS256", "RSA"):
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Member(key, "n"), Exponent = Member(key, "e") }))
                {
                    return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }
            case ("ES256", "EC"):
                var point = new ECPoint { X = Member(key, "x"), Y = Member(key, "y") };
                using (var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }))
                {
                    return ec.VerifyData(input, signature, HashAlgorithmName.SHA256);
                }
            default:
                return false;
        }
    }

    private static JsonObject Read(string part) =>
        JsonNode.Parse(Base64Url.DecodeText(part)) as JsonObject ?? throw new FormatException("A part of the JWT is no JSON object.");

    private static byte[] Member(JsonObject key, string name) => Base64Url.Decode((string)key[name]!);
}
