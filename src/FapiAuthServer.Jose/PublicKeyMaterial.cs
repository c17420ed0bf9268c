using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>The public members of a JWK that could be imported, with their thumbprint.</summary>
internal sealed class PublicKeyMaterial
{
    public const int SmallestRsaBits = 2048;
    public const int LargestRsaBits = 8192;
    private const int P256CoordinateBytes = 32;
    private const int LongestExponentBytes = 4;

    private static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    private PublicKeyMaterial(string kty, string thumbprint, RSAParameters rsa, ECParameters ec)
    {
        Kty = kty;
        Thumbprint = thumbprint;
        Rsa = rsa;
        Ec = ec;
    }

    public string Kty { get; }

    public string Thumbprint { get; }

    public RSAParameters Rsa { get; }

    public ECParameters Ec { get; }

    public static bool HoldsSecret(JsonElement jwk)
    {
        foreach (var member in SecretMembers)
        {
            if (jwk.TryGetProperty(member, out _))
                return true;
        }

        return CompactJws.ReadString(jwk, "kty") == "oct";
    }

    public static JoseResult<PublicKeyMaterial> Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return Fail(JoseError.Malformed, "The JWK is not a JSON object.");
        if (HoldsSecret(jwk))
            return Fail(JoseError.KeyUnsuitable, "The JWK holds a private or symmetric key.");
        return ReadPublicMembers(jwk);
    }

    // Also used for private JWKs, whose public half obeys the same limits.
    public static JoseResult<PublicKeyMaterial> ReadPublicMembers(JsonElement jwk) => CompactJws.ReadString(jwk, "kty") switch
    {
        "RSA" => ReadRsa(jwk),
        "EC" => ReadEc(jwk),
        null => Fail(JoseError.Malformed, "The JWK has no kty."),
        _ => Fail(JoseError.KeyUnsuitable, "The JWK is of a key type that is not supported."),
    };

    private static JoseResult<PublicKeyMaterial> ReadRsa(JsonElement jwk)
    {
        var n = CompactJws.ReadString(jwk, "n");
        var e = CompactJws.ReadString(jwk, "e");
        // A leading zero octet would give one key two thumbprints (RFC 7518 §2 demands the shortest form).
        if (!TryDecode(n, LargestRsaBits / 8, out var modulus) || modulus[0] == 0
            || !TryDecode(e, LongestExponentBytes, out var exponent) || exponent[0] == 0)
            return Fail(JoseError.Malformed, "The RSA key's n or e is missing, too long or not a Base64urlUInt.");

        var bits = (modulus.Length * 8) - (BitOperations.LeadingZeroCount(modulus[0]) - 24);
        if (bits < SmallestRsaBits)
            return Fail(JoseError.KeyUnsuitable, "The RSA key is smaller than 2048 bits.");
        if ((modulus[^1] & 1) == 0 || (exponent[^1] & 1) == 0 || exponent is [1])
            return Fail(JoseError.KeyUnsuitable, "The RSA key's numbers cannot be those of a key.");
        var rsa = new RSAParameters { Modulus = modulus, Exponent = exponent };
        return new PublicKeyMaterial("RSA", Digests.Sha256Text($"{{\"e\":\"{e}\",\"kty\":\"RSA\",\"n\":\"{n}\"}}"), rsa, default);
    }

    private static JoseResult<PublicKeyMaterial> ReadEc(JsonElement jwk)
    {
        if (CompactJws.ReadString(jwk, "crv") != "P-256")
            return Fail(JoseError.KeyUnsuitable, "The EC key is not on the curve P-256.");
        var x = CompactJws.ReadString(jwk, "x");
        var y = CompactJws.ReadString(jwk, "y");
        // Coordinates are full-size octet strings (RFC 7518 §6.2.1.2), so shorter ones are refused as well.
        if (!TryDecode(x, P256CoordinateBytes, out var qx) || qx.Length != P256CoordinateBytes
            || !TryDecode(y, P256CoordinateBytes, out var qy) || qy.Length != P256CoordinateBytes)
            return Fail(JoseError.Malformed, "The EC key's x or y is missing or not 32 octets in base64url.");
        var ec = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = qx, Y = qy } };
        return new PublicKeyMaterial(
            "EC", Digests.Sha256Text($"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{y}\"}}"), default, ec);
    }

    private static bool TryDecode(string? text, int longest, out byte[] bytes)
    {
        bytes = [];
        if (text is not { Length: > 0 } || text.Length > (longest * 4 / 3) + 3
            || !Base64UrlText.TryDecode(text, out var decoded) || decoded.Length > longest)
            return false;
        bytes = decoded;
        return bytes.Length > 0;
    }

    private static JoseResult<PublicKeyMaterial> Fail(JoseError error, string description)
        => JoseResult<PublicKeyMaterial>.Fail(error, description);
}
