using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>A signing key of a client, a resource server or a test; usable from many threads.</summary>
public sealed class PrivateKey
{
    private const int LargestJwks = 128 * 1024;

    private readonly PrivateKeyMaterial _material;
    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDsa>? _ec;

    private PrivateKey(PrivateKeyMaterial material, string? kid)
    {
        _material = material;
        Kid = kid ?? material.Thumbprint;
        if (material.IsRsa)
        {
            Algorithm = FapiAlgorithms.PS256;
            _rsa = new KeyPool<RSA>(() => RSA.Create(material.Rsa));
            _rsa.Return(_rsa.Rent());
        }
        else
        {
            Algorithm = FapiAlgorithms.ES256;
            _ec = new KeyPool<ECDsa>(() => ECDsa.Create(material.Ec));
            _ec.Return(_ec.Rent());
        }
    }

    /// <summary>PS256 or ES256.</summary>
    public string Algorithm { get; }

    /// <summary>The key's identifier; its thumbprint unless one was given.</summary>
    public string Kid { get; }

    /// <summary>The SHA-256 thumbprint of the public key in base64url (RFC 7638).</summary>
    public string Thumbprint => _material.Thumbprint;

    /// <summary>Makes a new key: RSA with 2048 bits for PS256, P-256 for ES256.</summary>
    /// <param name="alg">One of <see cref="FapiAlgorithms.Supported"/>.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another algorithm was asked for.</exception>
    public static PrivateKey Generate(string alg, string? kid = null) => alg switch
    {
        FapiAlgorithms.PS256 => new PrivateKey(PrivateKeyMaterial.GenerateRsa(), kid),
        FapiAlgorithms.ES256 => new PrivateKey(PrivateKeyMaterial.GenerateEc(), kid),
        _ => throw new ArgumentOutOfRangeException(nameof(alg), "Only PS256 and ES256 keys can be made."),
    };

    /// <summary>Takes over an existing RSA key, for PS256.</summary>
    /// <param name="key">A key whose private part can be exported; not kept.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="CryptographicException">The private part cannot be exported.</exception>
    public static PrivateKey From(RSA key, string? kid = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new PrivateKey(new PrivateKeyMaterial(key.ExportParameters(true)), kid);
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
            ? new PrivateKey(new PrivateKeyMaterial(parameters), kid)
            : throw new ArgumentException("The key is not on the curve P-256.", nameof(key));
    }

    /// <summary>Imports a private JWK: RSA from 2048 bits for PS256, or P-256 for ES256.</summary>
    /// <param name="jwk">The key with its private members.</param>
    /// <returns>The key, or a refusal when it is public, incomplete, inconsistent, weak or for another algorithm.</returns>
    public static JoseResult<PrivateKey> FromJwk(JsonElement jwk)
    {
        var material = PrivateKeyMaterial.FromJwk(jwk);
        if (!material.IsValid)
            return material.As<PrivateKey>();
        var expected = material.Value.IsRsa ? FapiAlgorithms.PS256 : FapiAlgorithms.ES256;
        if (CompactJws.ReadString(jwk, "alg") is { } alg && alg != expected)
            return Fail(JoseError.KeyUnsuitable, "The JWK is for another algorithm than PS256 or ES256.");
        try
        {
            return new PrivateKey(material.Value, CompactJws.ReadString(jwk, "kid"));
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
        _material.AddPrivateMembers(jwk);
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
        var jwk = _material.PublicMembers();
        if (withMetadata)
        {
            jwk["kid"] = Kid;
            jwk["alg"] = Algorithm;
            jwk["use"] = "sig";
        }

        return jwk;
    }

    private static JoseResult<PrivateKey> Fail(JoseError error, string description)
        => JoseResult<PrivateKey>.Fail(error, description);
}
