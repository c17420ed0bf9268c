using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>A public signature key, imported once and usable from many threads.</summary>
public sealed class VerificationKey
{
    private const int LongestCertificate = 16 * 1024;

    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDsa>? _ec;
    private readonly int _signatureLength;
    private readonly bool _mayVerify;

    private VerificationKey(PublicKeyMaterial material, JsonElement jwk, string? certificateThumbprint)
    {
        Kty = material.Kty;
        Thumbprint = material.Thumbprint;
        CertificateThumbprint = certificateThumbprint;
        if (jwk.ValueKind == JsonValueKind.Object)
        {
            Kid = CompactJws.ReadString(jwk, "kid");
            Algorithm = CompactJws.ReadString(jwk, "alg");
            Use = CompactJws.ReadString(jwk, "use");
        }

        _mayVerify = MayVerify(jwk);
        if (Kty == "RSA")
        {
            _signatureLength = material.Rsa.Modulus!.Length;
            _rsa = new KeyPool<RSA>(() => RSA.Create(material.Rsa));
            _rsa.Return(_rsa.Rent());
        }
        else
        {
            _signatureLength = 64;
            _ec = new KeyPool<ECDsa>(() => ECDsa.Create(material.Ec));
            _ec.Return(_ec.Rent());
        }
    }

    /// <summary>The JWK's <c>kid</c>, or null.</summary>
    public string? Kid { get; }

    /// <summary>The key type: <c>RSA</c> or <c>EC</c>.</summary>
    public string Kty { get; }

    /// <summary>The JWK's <c>alg</c>, or null when it does not limit the key to one.</summary>
    public string? Algorithm { get; }

    /// <summary>The JWK's <c>use</c>, or null.</summary>
    public string? Use { get; }

    /// <summary>The SHA-256 thumbprint of the key in base64url (RFC 7638).</summary>
    public string Thumbprint { get; }

    /// <summary>
    /// The SHA-256 of the first certificate in the JWK's <c>x5c</c> in base64url (as <c>x5t#S256</c>), or null without one.
    /// </summary>
    public string? CertificateThumbprint { get; }

    /// <summary>Imports a public JWK (RFC 7517).</summary>
    /// <param name="jwk">The key.</param>
    /// <returns>
    /// The key, or a refusal: private or symmetric, RSA outside 2048 to 8192 bits, EC other than P-256, a point that is not on
    /// the
    /// curve, or an <c>x5c</c> whose certificate is not for this key.
    /// </returns>
    public static JoseResult<VerificationKey> FromJwk(JsonElement jwk)
    {
        var material = PublicKeyMaterial.Read(jwk);
        if (!material.IsValid)
            return material.As<VerificationKey>();
        foreach (var member in (ReadOnlySpan<string>)["kid", "alg", "use"])
        {
            if (jwk.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.String)
                return Fail(JoseError.Malformed, "The JWK's kid, alg or use is not a string.");
        }

        var certificate = ReadCertificate(jwk, material.Value);
        return certificate.IsValid
            ? Import(material.Value, jwk, certificate.Value.Length == 0 ? null : certificate.Value)
            : certificate.As<VerificationKey>();
    }

    /// <summary>
    /// Whether the key is meant and able to verify the algorithm, by its type, <c>alg</c>, <c>use</c> and <c>key_ops</c>.
    /// </summary>
    /// <param name="alg">A JWS algorithm name.</param>
    public bool CanVerify(string alg)
        => _mayVerify
        && (Algorithm is null || Algorithm == alg)
        && alg switch
        {
            FapiAlgorithms.ES256 => _ec is not null,
            FapiAlgorithms.PS256 => _rsa is not null,
            _ => false,
        };

    /// <summary>Verifies a JWS signature.</summary>
    /// <param name="alg">The algorithm, already accepted by policy.</param>
    /// <param name="signingInput">The signed octets.</param>
    /// <param name="signature">The signature octets; for ES256 the 64-octet concatenation of RFC 7518 §3.4.</param>
    /// <returns>False also when <see cref="CanVerify"/> is false for the algorithm.</returns>
    public bool Verify(string alg, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        if (!CanVerify(alg) || signature.Length != _signatureLength)
            return false;
        try
        {
            return _ec is not null ? VerifyEc(_ec, signingInput, signature) : VerifyRsa(_rsa!, signingInput, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    internal static JoseResult<VerificationKey> Import(
        PublicKeyMaterial material, JsonElement jwk = default, string? certificateThumbprint = null)
    {
        try
        {
            return new VerificationKey(material, jwk, certificateThumbprint);
        }
        catch (CryptographicException)
        {
            return Fail(JoseError.KeyUnsuitable, "The JWK is not a valid public key.");
        }
    }

    internal static bool MayVerify(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return true;
        if (jwk.TryGetProperty("use", out var use) && !(use.ValueKind == JsonValueKind.String && use.ValueEquals("sig"u8)))
            return false;
        if (!jwk.TryGetProperty("key_ops", out var operations))
            return true;
        return operations.ValueKind == JsonValueKind.Array
            && operations.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals("verify"u8));
    }

    private static bool VerifyEc(KeyPool<ECDsa> pool, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var key = pool.Rent();
        var verified = key.VerifyData(
            data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        pool.Return(key);
        return verified;
    }

    private static bool VerifyRsa(KeyPool<RSA> pool, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var key = pool.Rent();
        var verified = key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        pool.Return(key);
        return verified;
    }

    // An empty string stands for "no certificate".
    private static JoseResult<string> ReadCertificate(JsonElement jwk, PublicKeyMaterial material)
    {
        if (!jwk.TryGetProperty("x5c", out var chain))
            return string.Empty;
        if (chain.ValueKind != JsonValueKind.Array || chain.GetArrayLength() == 0 || chain[0].ValueKind != JsonValueKind.String
            || chain[0].GetString() is not { Length: <= LongestCertificate } text)
            return JoseResult<string>.Fail(JoseError.Malformed, "The JWK's x5c is not an array of certificates.");
        var der = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, der, out var length)
            || !CertificateReader.TryRead(der.AsSpan(0, length), out var certificate))
            return JoseResult<string>.Fail(JoseError.Malformed, "The JWK's x5c does not begin with a certificate.");
        using (certificate)
        {
            return IsFor(certificate, material)
                ? Digests.CertificateThumbprint(certificate)
                : JoseResult<string>.Fail(JoseError.KeyUnsuitable, "The JWK's x5c certificate is for another key.");
        }
    }

    private static bool IsFor(X509Certificate2 certificate, PublicKeyMaterial material)
    {
        try
        {
            if (material.Kty == "RSA")
            {
                using var rsa = certificate.GetRSAPublicKey();
                return rsa is not null && rsa.ExportParameters(false).Modulus.AsSpan().SequenceEqual(material.Rsa.Modulus);
            }

            using var ec = certificate.GetECDsaPublicKey();
            var point = ec?.ExportParameters(false).Q;
            return point is { } q && q.X.AsSpan().SequenceEqual(material.Ec.Q.X) && q.Y.AsSpan().SequenceEqual(material.Ec.Q.Y);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static JoseResult<VerificationKey> Fail(JoseError error, string description)
        => JoseResult<VerificationKey>.Fail(error, description);
}
