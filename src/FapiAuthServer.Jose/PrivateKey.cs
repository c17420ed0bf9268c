using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>A signing key of a client, a resource server or a test; usable from many threads.</summary>
public sealed class PrivateKey
{
    private const int RsaBits = 2048;
    private const int LargestJwks = 128 * 1024;

    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDsa>? _ec;
    private readonly RSAParameters _rsaParameters;
    private readonly ECParameters _ecParameters;

    private PrivateKey(RSAParameters parameters, string? kid)
    {
        Algorithm = FapiAlgorithms.PS256;
        _rsaParameters = parameters;
        _rsa = new KeyPool<RSA>(() => RSA.Create(parameters));
        _rsa.Return(_rsa.Rent());
        Thumbprint = Digests.Sha256Text(
            $"{{\"e\":\"{Encode(parameters.Exponent)}\",\"kty\":\"RSA\",\"n\":\"{Encode(parameters.Modulus)}\"}}");
        Kid = kid ?? Thumbprint;
    }

    private PrivateKey(ECParameters parameters, string? kid)
    {
        Algorithm = FapiAlgorithms.ES256;
        _ecParameters = parameters;
        _ec = new KeyPool<ECDsa>(() => ECDsa.Create(parameters));
        _ec.Return(_ec.Rent());
        Thumbprint = Digests.Sha256Text(
            $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Encode(parameters.Q.X)}\",\"y\":\"{Encode(parameters.Q.Y)}\"}}");
        Kid = kid ?? Thumbprint;
    }

    /// <summary>PS256 or ES256.</summary>
    public string Algorithm { get; }

    /// <summary>The key's identifier; its thumbprint unless one was given.</summary>
    public string Kid { get; }

    /// <summary>The SHA-256 thumbprint of the public key in base64url (RFC 7638).</summary>
    public string Thumbprint { get; }

    /// <summary>Makes a new key: RSA with 2048 bits for PS256, P-256 for ES256.</summary>
    /// <param name="alg">One of <see cref="FapiAlgorithms.Supported"/>.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another algorithm was asked for.</exception>
    public static PrivateKey Generate(string alg, string? kid = null)
    {
        if (alg == FapiAlgorithms.PS256)
        {
            using var rsa = RSA.Create(RsaBits);
            return new PrivateKey(rsa.ExportParameters(true), kid);
        }

        if (alg != FapiAlgorithms.ES256)
            throw new ArgumentOutOfRangeException(nameof(alg), "Only PS256 and ES256 keys can be made.");
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new PrivateKey(ec.ExportParameters(true), kid);
    }

    /// <summary>Takes over an existing RSA key, for PS256.</summary>
    /// <param name="key">A key whose private part can be exported; not kept.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="CryptographicException">The private part cannot be exported.</exception>
    public static PrivateKey From(RSA key, string? kid = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new PrivateKey(key.ExportParameters(true), kid);
    }

    /// <summary>Takes over an existing P-256 key, for ES256.</summary>
    /// <param name="key">A key whose private part can be exported; not kept.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="CryptographicException">The private part cannot be exported.</exception>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static PrivateKey From(ECDsa key, string? kid = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(true);
        return parameters.Q.X!.Length == 32 && key.KeySize == 256
            ? new PrivateKey(parameters, kid)
            : throw new ArgumentException("The key is not on the curve P-256.", nameof(key));
    }

    /// <summary>Imports a private JWK: RSA from 2048 bits for PS256, or P-256 for ES256.</summary>
    /// <param name="jwk">The key with its private members.</param>
    /// <returns>The key, or a refusal when it is public, incomplete, inconsistent, weak or for another algorithm.</returns>
    public static JoseResult<PrivateKey> FromJwk(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return Fail(JoseError.Malformed, "The JWK is not a JSON object.");
        var material = PublicKeyMaterial.ReadPublicMembers(jwk);
        if (!material.IsValid)
            return material.As<PrivateKey>();
        var expected = material.Value.Kty == "RSA" ? FapiAlgorithms.PS256 : FapiAlgorithms.ES256;
        if (CompactJws.ReadString(jwk, "alg") is { } alg && alg != expected)
            return Fail(JoseError.KeyUnsuitable, "The JWK is for another algorithm than PS256 or ES256.");
        var kid = CompactJws.ReadString(jwk, "kid");
        try
        {
            return material.Value.Kty == "RSA" ? FromRsa(jwk, material.Value.Rsa, kid) : FromEc(jwk, material.Value.Ec, kid);
        }
        catch (CryptographicException)
        {
            return Fail(JoseError.KeyUnsuitable, "The JWK's private members do not make a key.");
        }
    }

    /// <summary>Imports the signing keys of a private JWK Set, in document order; encryption keys are left out.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="FormatException">The document is not a JWK Set, or a signing key in it cannot be used.</exception>
    public static IReadOnlyList<PrivateKey> FromJwks(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > LargestJwks || !StrictJson.TryParseObject(Encoding.UTF8.GetBytes(json), 8, out var document)
            || !document.TryGetProperty("keys", out var array) || array.ValueKind != JsonValueKind.Array)
            throw new FormatException("The private keys are not a JWK Set.");
        var keys = new List<PrivateKey>();
        foreach (var jwk in array.EnumerateArray())
        {
            if (jwk.ValueKind == JsonValueKind.Object && CompactJws.ReadString(jwk, "use") == "enc")
                continue;
            var key = FromJwk(jwk);
            keys.Add(key.IsValid ? key.Value : throw new FormatException(key.Description));
        }

        return keys;
    }

    /// <summary>The public key as a JWK with <c>kid</c>, <c>alg</c> and <c>use</c>.</summary>
    public string PublicJwk() => PublicMembers(withMetadata: true).ToJsonString();

    /// <summary>The key with its private members as a JWK. Keep it secret.</summary>
    public string PrivateJwk()
    {
        var jwk = PublicMembers(withMetadata: true);
        if (_rsa is null)
        {
            jwk["d"] = Encode(_ecParameters.D);
            return jwk.ToJsonString();
        }

        jwk["d"] = Encode(_rsaParameters.D);
        jwk["p"] = Encode(_rsaParameters.P);
        jwk["q"] = Encode(_rsaParameters.Q);
        jwk["dp"] = Encode(_rsaParameters.DP);
        jwk["dq"] = Encode(_rsaParameters.DQ);
        jwk["qi"] = Encode(_rsaParameters.InverseQ);
        return jwk.ToJsonString();
    }

    /// <summary>Signs octets as a JWS signature of <see cref="Algorithm"/>.</summary>
    /// <param name="signingInput">The octets to sign.</param>
    public byte[] Sign(ReadOnlySpan<byte> signingInput)
    {
        if (_ec is not null)
        {
            var ec = _ec.Rent();
            var signature = ec.SignData(
                signingInput, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            _ec.Return(ec);
            return signature;
        }

        var rsa = _rsa!.Rent();
        var signed = rsa.SignData(signingInput, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        _rsa.Return(rsa);
        return signed;
    }

    /// <summary>Makes a compact JWS.</summary>
    /// <param name="header">Header members besides <c>alg</c>; a <c>kid</c> here replaces the key's own, and a null one leaves it
    /// out.</param>
    /// <param name="payload">The claims.</param>
    public string SignCompact(JsonObject? header, JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var complete = new JsonObject { ["alg"] = Algorithm, ["kid"] = Kid };
        foreach (var (name, value) in header ?? [])
        {
            if (name == "kid" && value is null)
                complete.Remove(name);
            else if (name != "alg")
                complete[name] = value?.DeepClone();
        }

        var input = string.Concat(
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(complete.ToJsonString())),
            ".",
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString())));
        return string.Concat(input, ".", Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(input))));
    }

    internal JsonObject PublicMembers(bool withMetadata)
    {
        var jwk = _rsa is null
            ? new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Encode(_ecParameters.Q.X),
                ["y"] = Encode(_ecParameters.Q.Y),
            }
            : new JsonObject { ["kty"] = "RSA", ["n"] = Encode(_rsaParameters.Modulus), ["e"] = Encode(_rsaParameters.Exponent) };
        if (withMetadata)
        {
            jwk["kid"] = Kid;
            jwk["alg"] = Algorithm;
            jwk["use"] = "sig";
        }

        return jwk;
    }

    private static JoseResult<PrivateKey> FromEc(JsonElement jwk, ECParameters parameters, string? kid)
    {
        if (Read(jwk, "d", 32) is not { Length: 32 } d)
            return Fail(JoseError.KeyUnsuitable, "The JWK has no private member of the right size.");
        parameters.D = d;
        return new PrivateKey(parameters, kid);
    }

    private static JoseResult<PrivateKey> FromRsa(JsonElement jwk, RSAParameters parameters, string? kid)
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
        return new PrivateKey(parameters, kid);
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

    private static JoseResult<PrivateKey> Fail(JoseError error, string description)
        => JoseResult<PrivateKey>.Fail(error, description);
}
