using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>The numbers of a private key, and how a JWK writes them; what the key is for is its owner's to say.</summary>
internal sealed class PrivateKeyMaterial
{
    private const int RsaBits = 2048;

    public PrivateKeyMaterial(RSAParameters parameters)
    {
        IsRsa = true;
        Rsa = parameters;
        Thumbprint = Digests.Sha256Text(
            $"{{\"e\":\"{Encode(parameters.Exponent)}\",\"kty\":\"RSA\",\"n\":\"{Encode(parameters.Modulus)}\"}}");
    }

    public PrivateKeyMaterial(ECParameters parameters)
    {
        Ec = parameters;
        Thumbprint = Digests.Sha256Text(
            $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Encode(parameters.Q.X)}\",\"y\":\"{Encode(parameters.Q.Y)}\"}}");
    }

    public bool IsRsa { get; }

    public RSAParameters Rsa { get; }

    public ECParameters Ec { get; }

    public string Thumbprint { get; }

    public static PrivateKeyMaterial GenerateRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return new PrivateKeyMaterial(rsa.ExportParameters(true));
    }

    public static PrivateKeyMaterial GenerateEc()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new PrivateKeyMaterial(ec.ExportParameters(true));
    }

    public static JoseResult<PrivateKeyMaterial> FromJwk(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return Fail(JoseError.Malformed, "The JWK is not a JSON object.");
        var material = PublicKeyMaterial.ReadPublicMembers(jwk);
        if (!material.IsValid)
            return material.As<PrivateKeyMaterial>();
        return material.Value.Kty == "RSA" ? FromRsa(jwk, material.Value.Rsa) : FromEc(jwk, material.Value.Ec);
    }

    public JsonObject PublicMembers() => IsRsa
        ? new JsonObject { ["kty"] = "RSA", ["n"] = Encode(Rsa.Modulus), ["e"] = Encode(Rsa.Exponent) }
        : new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Encode(Ec.Q.X), ["y"] = Encode(Ec.Q.Y) };

    public void AddPrivateMembers(JsonObject jwk)
    {
        if (!IsRsa)
        {
            jwk["d"] = Encode(Ec.D);
            return;
        }

        jwk["d"] = Encode(Rsa.D);
        jwk["p"] = Encode(Rsa.P);
        jwk["q"] = Encode(Rsa.Q);
        jwk["dp"] = Encode(Rsa.DP);
        jwk["dq"] = Encode(Rsa.DQ);
        jwk["qi"] = Encode(Rsa.InverseQ);
    }

    private static JoseResult<PrivateKeyMaterial> FromEc(JsonElement jwk, ECParameters parameters)
    {
        if (Read(jwk, "d", 32) is not { Length: 32 } d)
            return Fail(JoseError.KeyUnsuitable, "The JWK has no private member of the right size.");
        parameters.D = d;
        return new PrivateKeyMaterial(parameters);
    }

    private static JoseResult<PrivateKeyMaterial> FromRsa(JsonElement jwk, RSAParameters parameters)
    {
        var size = parameters.Modulus!.Length;
        var half = (size + 1) / 2;
        parameters.D = Read(jwk, "d", size);
        parameters.P = Read(jwk, "p", half);
        parameters.Q = Read(jwk, "q", half);
        parameters.DP = Read(jwk, "dp", half);
        parameters.DQ = Read(jwk, "dq", half);
        parameters.InverseQ = Read(jwk, "qi", half);
        if (parameters is { D: null } or { P: null } or { Q: null } or { DP: null } or { DQ: null } or { InverseQ: null })
            return Fail(JoseError.KeyUnsuitable, "The JWK does not hold a complete private key.");
        return new PrivateKeyMaterial(parameters);
    }

    // The framework wants the numbers at full width; JWK writes them without leading zeros.
    private static byte[]? Read(JsonElement jwk, string member, int width)
    {
        if (CompactJws.ReadString(jwk, member) is not { } text
            || !Base64UrlText.TryDecode(text, out var bytes) || bytes.Length > width)
            return null;
        if (bytes.Length == width)
            return bytes;
        var padded = new byte[width];
        bytes.CopyTo(padded, width - bytes.Length);
        return padded;
    }

    private static string Encode(byte[]? bytes) => Base64Url.EncodeToString(bytes);

    private static JoseResult<PrivateKeyMaterial> Fail(JoseError error, string description)
        => JoseResult<PrivateKeyMaterial>.Fail(error, description);
}
