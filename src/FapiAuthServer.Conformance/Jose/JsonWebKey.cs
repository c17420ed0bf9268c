using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>Reading the members of RSA and EC keys (RFC 7518 section 6), and their thumbprint (RFC 7638).</summary>
internal static class JsonWebKey
{
    /// <summary>Members that no published key may have: private ones, and the symmetric key.</summary>
    public static IReadOnlyList<string> SecretMembers { get; } = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static string Thumbprint(JsonObject jwk)
    {
        // Required members alone, in the order of their names, without spaces.
        var input = JsonText.Of(jwk["kty"]) == "RSA"
            ? $$"""{"e":"{{jwk["e"]}}","kty":"RSA","n":"{{jwk["n"]}}"}"""
            : $$"""{"crv":"{{jwk["crv"]}}","kty":"EC","x":"{{jwk["x"]}}","y":"{{jwk["y"]}}"}""";
        return Base64UrlText.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(input)));
    }

    public static string CurveOf(int coordinateLength) => coordinateLength switch
    {
        32 => "P-256",
        48 => "P-384",
        _ => "P-521",
    };

    public static RSAParameters RsaParameters(JsonObject jwk, bool withPrivatePart)
    {
        var parameters = new RSAParameters { Modulus = Member(jwk, "n"), Exponent = Member(jwk, "e") };
        if (withPrivatePart)
        {
            (parameters.D, parameters.P, parameters.Q) = (Member(jwk, "d"), Member(jwk, "p"), Member(jwk, "q"));
            (parameters.DP, parameters.DQ, parameters.InverseQ) = (Member(jwk, "dp"), Member(jwk, "dq"), Member(jwk, "qi"));
        }
        return parameters;
    }

    public static ECParameters EcParameters(JsonObject jwk, bool withPrivatePart) => new()
    {
        Curve = JsonText.Of(jwk["crv"]) switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            var other => throw new FormatException($"curve {other ?? "(none)"} is not known here"),
        },
        Q = new ECPoint { X = Member(jwk, "x"), Y = Member(jwk, "y") },
        D = withPrivatePart ? Member(jwk, "d") : null,
    };

    /// <summary>Whether the public members of an RSA or EC key are there; keys of other types are taken as they are.</summary>
    public static bool IsReadable(JsonObject jwk)
    {
        string[] members = JsonText.Of(jwk["kty"]) switch { "RSA" => ["n", "e"], "EC" => ["x", "y"], _ => [] };
        return members.All(name => JsonText.Of(jwk[name]) is { Length: > 0 } text && Base64UrlText.TryDecode(text) is not null);
    }

    /// <summary>The strength of a published key in bits, or null when it cannot be told.</summary>
    public static int? Bits(JsonObject jwk) => JsonText.Of(jwk["kty"]) switch
    {
        "RSA" when JsonText.Of(jwk["n"]) is { } modulus && Base64UrlText.TryDecode(modulus) is { Length: > 0 } bytes => BitLength(bytes),
        "EC" => JsonText.Of(jwk["crv"]) switch { "P-256" => 256, "P-384" => 384, "P-521" => 521, _ => null },
        "OKP" => 256,
        _ => null,
    };

    private static int BitLength(byte[] number)
    {
        var leading = Array.FindIndex(number, value => value != 0);
        return leading < 0 ? 0 : (number.Length - leading) * 8 - byte.LeadingZeroCount(number[leading]);
    }

    private static byte[] Member(JsonObject jwk, string name) =>
        JsonText.Of(jwk[name]) is { } text && Base64UrlText.TryDecode(text) is { } bytes
            ? bytes
            : throw new FormatException($"the key has no member {name} that is base64url");
}
