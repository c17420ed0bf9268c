using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose;

/// <summary>The private key of a recipient of encrypted JWTs; for one algorithm only, and usable from many threads.</summary>
public sealed class DecryptionKey
{
    private readonly PrivateKeyMaterial _material;
    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDiffieHellman>? _ec;

    private DecryptionKey(PrivateKeyMaterial material, string? kid)
    {
        _material = material;
        Kid = kid ?? material.Thumbprint;
        if (material.IsRsa)
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

    /// <summary>RSA-OAEP-256 or ECDH-ES.</summary>
    public string Algorithm { get; }

    /// <summary>The key's identifier; its thumbprint unless one was given.</summary>
    public string Kid { get; }

    /// <summary>Makes a new key: RSA with 2048 bits for RSA-OAEP-256, P-256 for ECDH-ES.</summary>
    /// <param name="alg">One of <see cref="JweAlgorithms.KeyManagement"/>.</param>
    /// <param name="kid">The identifier; the thumbprint when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another algorithm was asked for.</exception>
    public static DecryptionKey Generate(string alg, string? kid = null) => alg switch
    {
        JweAlgorithms.RsaOaep256 => new DecryptionKey(PrivateKeyMaterial.GenerateRsa(), kid),
        JweAlgorithms.EcdhEs => new DecryptionKey(PrivateKeyMaterial.GenerateEc(), kid),
        _ => throw new ArgumentOutOfRangeException(nameof(alg), "Only RSA-OAEP-256 and ECDH-ES keys can be made."),
    };

    /// <summary>Imports a private JWK: RSA from 2048 bits for RSA-OAEP-256, or P-256 for ECDH-ES.</summary>
    /// <param name="jwk">The key with its private members.</param>
    /// <returns>The key, or a refusal when it is public, incomplete, inconsistent, weak, or for something else.</returns>
    public static JoseResult<DecryptionKey> FromJwk(JsonElement jwk)
    {
        var material = PrivateKeyMaterial.FromJwk(jwk);
        if (!material.IsValid)
            return material.As<DecryptionKey>();
        var expected = material.Value.IsRsa ? JweAlgorithms.RsaOaep256 : JweAlgorithms.EcdhEs;
        if (CompactJws.ReadString(jwk, "alg") is { } alg && alg != expected)
            return Fail("The JWK is for another algorithm than RSA-OAEP-256 or ECDH-ES.");
        if (CompactJws.ReadString(jwk, "use") is { } use && use != "enc")
            return Fail("The JWK is not for encryption.");
        try
        {
            return new DecryptionKey(material.Value, CompactJws.ReadString(jwk, "kid"));
        }
        catch (CryptographicException)
        {
            return Fail("The JWK's private members do not make a key.");
        }
    }

    /// <summary>The public key as a JWK with <c>kid</c>, <c>alg</c> and <c>use</c>.</summary>
    public string PublicJwk() => Describe().ToJsonString();

    /// <summary>The key with its private members as a JWK. Keep it secret.</summary>
    public string PrivateJwk()
    {
        var jwk = Describe();
        _material.AddPrivateMembers(jwk);
        return jwk.ToJsonString();
    }

    /// <summary>
    /// The content key, or a random one where there is none to be had: what follows then fails as it does for any wrong key,
    /// so that nobody can tell the ways to fail apart (RFC 7516 §11.5).
    /// </summary>
    internal byte[] ContentKey(EncryptedJwt jwt)
    {
        try
        {
            var key = _rsa is not null ? Unwrap(_rsa, jwt) : Agree(_ec!, jwt);
            if (key.Length == JweAlgorithms.ContentKeyBytes)
                return key;
        }
        catch (CryptographicException)
        {
        }

        return RandomContentKey();
    }

    internal static byte[] RandomContentKey() => RandomNumberGenerator.GetBytes(JweAlgorithms.ContentKeyBytes);

    private static byte[] Unwrap(KeyPool<RSA> pool, EncryptedJwt jwt)
    {
        var rsa = pool.Rent();
        try
        {
            return rsa.Decrypt(jwt.EncryptedKey, RSAEncryptionPadding.OaepSHA256);
        }
        finally
        {
            pool.Return(rsa);
        }
    }

    // Importing the other side's key fails unless it is a point on the curve, so no invalid curve ever meets the private key.
    private static byte[] Agree(KeyPool<ECDiffieHellman> pool, EncryptedJwt jwt)
    {
        using var ephemeral = ECDiffieHellman.Create(jwt.EphemeralKey!.Ec);
        using var other = ephemeral.PublicKey;
        var own = pool.Rent();
        try
        {
            return KeyAgreement.DeriveKey(own, other, jwt.ContentEncryption, JweAlgorithms.ContentKeyBytes, jwt.PartyUInfo, jwt.PartyVInfo);
        }
        finally
        {
            pool.Return(own);
        }
    }

    private JsonObject Describe()
    {
        var jwk = _material.PublicMembers();
        jwk["kid"] = Kid;
        jwk["alg"] = Algorithm;
        jwk["use"] = "enc";
        return jwk;
    }

    private static JoseResult<DecryptionKey> Fail(string description)
        => JoseResult<DecryptionKey>.Fail(JoseError.KeyUnsuitable, description);
}
