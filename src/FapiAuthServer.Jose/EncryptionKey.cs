using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>The public key of a recipient of encrypted JWTs; for one algorithm only, and usable from many threads.</summary>
public sealed class EncryptionKey
{
    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDiffieHellman>? _ec;

    private EncryptionKey(PublicKeyMaterial material, string kid)
    {
        Kid = kid;
        if (material.Kty == "RSA")
        {
            Algorithm = JweAlgorithms.RsaOaep256;
            _rsa = new KeyPool<RSA>(() => RSA.Create(material.Rsa));
            _rsa.Return(_rsa.Rent());
        }
        else
        {
            Algorithm = JweAlgorithms.EcdhEs;
            _ec = new KeyPool<ECDiffieHellman>(() => ECDiffieHellman.Create(material.Ec));
            _ec.Return(_ec.Rent());
        }
    }

    /// <summary>RSA-OAEP-256 or ECDH-ES, by the type of the key.</summary>
    public string Algorithm { get; }

    /// <summary>The JWK's <c>kid</c>.</summary>
    public string Kid { get; }

    /// <summary>Imports a public JWK that is meant for encryption.</summary>
    /// <param name="jwk">The key.</param>
    /// <returns>
    /// The key, or a refusal: private or symmetric, without <c>kid</c>, RSA outside 2048 to 8192 bits, EC other than P-256, a point
    /// that is not on the curve, or meant for signatures or another algorithm.
    /// </returns>
    public static JoseResult<EncryptionKey> FromJwk(JsonElement jwk)
    {
        var material = PublicKeyMaterial.Read(jwk);
        if (!material.IsValid)
            return material.As<EncryptionKey>();
        if (!IsMeantForEncryption(jwk))
            return Fail(JoseError.KeyUnsuitable, "The JWK is not meant for encryption with an algorithm that is offered.");
        // The recipient may have several keys; without a kid it could not tell which one to use.
        if (CompactJws.ReadString(jwk, "kid") is not { Length: > 0 } kid)
            return Fail(JoseError.Malformed, "The JWK has no kid.");
        try
        {
            return new EncryptionKey(material.Value, kid);
        }
        catch (CryptographicException)
        {
            return Fail(JoseError.KeyUnsuitable, "The JWK is not a valid public key.");
        }
    }

    internal static bool IsMeantForEncryption(JsonElement jwk)
        => CompactJws.ReadString(jwk, "use") == "enc"
        && (!jwk.TryGetProperty("alg", out _)
            || CompactJws.ReadString(jwk, "alg") == (CompactJws.ReadString(jwk, "kty") == "RSA" ? JweAlgorithms.RsaOaep256 : JweAlgorithms.EcdhEs));

    /// <summary>A new content key, as it is sent to the recipient, and the header that says how.</summary>
    internal (byte[] ContentKey, byte[] EncryptedKey, JsonObject Header) NewContentKey()
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["enc"] = JweAlgorithms.A256Gcm, ["kid"] = Kid, ["cty"] = "JWT" };
        if (_rsa is not null)
        {
            var rsa = _rsa.Rent();
            var random = DecryptionKey.RandomContentKey();
            var wrapped = rsa.Encrypt(random, RSAEncryptionPadding.OaepSHA256);
            _rsa.Return(rsa);
            return (random, wrapped, header);
        }

        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        header["epk"] = new PrivateKeyMaterial(ephemeral.ExportParameters(false)).PublicMembers();
        var recipient = _ec!.Rent();
        using var other = recipient.PublicKey;
        var agreed = KeyAgreement.DeriveKey(ephemeral, other, JweAlgorithms.A256Gcm, JweAlgorithms.ContentKeyBytes, [], []);
        _ec.Return(recipient);
        return (agreed, [], header);
    }

    private static JoseResult<EncryptionKey> Fail(JoseError error, string description)
        => JoseResult<EncryptionKey>.Fail(error, description);
}
