using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Encrypted JWTs with any header, made by another library or by hand.</summary>
internal static class Encrypted
{
    public static readonly DecryptionKey Rsa = DecryptionKey.Generate(JweAlgorithms.RsaOaep256);
    public static readonly DecryptionKey Ec = DecryptionKey.Generate(JweAlgorithms.EcdhEs);

    public static DecryptionKey KeyFor(string algorithm) => algorithm == JweAlgorithms.RsaOaep256 ? Rsa : Ec;

    public static EncryptionKey RecipientOf(DecryptionKey key) => EncryptionKey.FromJwk(Tokens.Json(key.PublicJwk())).Value!;

    public static ECDiffieHellman AgreementKey(string jwk) => ECDiffieHellman.Create(PrivateKeyMaterial.FromJwk(Tokens.Json(jwk)).Value!.Ec);

    public static JsonObject HeaderOf(string token) => JsonNode.Parse(Encoding.UTF8.GetString(Decode(token.Split('.')[0])))!.AsObject();

    public static byte[] Decode(string text) => Base64UrlText.TryDecode(text, out var bytes) ? bytes : throw new FormatException(text);

    /// <summary>As an independent client makes it: for RSA-OAEP-256 and ECDH-ES.</summary>
    public static string Elsewhere(string payload, string algorithm, Action<JsonObject>? header = null)
    {
        var own = new JsonObject { ["kid"] = KeyFor(algorithm).Kid, ["cty"] = "JWT" };
        header?.Invoke(own);
        return global::Jose.JWT.Encode(
            payload,
            global::Jose.Jwk.FromJson(KeyFor(algorithm).PublicJwk()),
            algorithm == JweAlgorithms.RsaOaep256 ? global::Jose.JweAlgorithm.RSA_OAEP_256 : global::Jose.JweAlgorithm.ECDH_ES,
            global::Jose.JweEncryption.A256GCM,
            extraHeaders: own.ToDictionary(member => member.Key, member => (object)member.Value!.GetValue<string>()));
    }

    /// <summary>With a content key the maker chose, in whichever way the header tells it to the recipient, or pretends to.</summary>
    public static string ByHand(string header, byte[] encryptedKey, byte[] contentKey, string payload)
    {
        var encodedHeader = Tokens.Encode(header);
        var (vector, plaintext, tag) = (RandomNumberGenerator.GetBytes(12), Encoding.UTF8.GetBytes(payload), new byte[16]);
        var ciphertext = new byte[plaintext.Length];
        using var aes = new AesGcm(contentKey, 16);
        aes.Encrypt(vector, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(encodedHeader));
        return string.Join('.', encodedHeader, Base64UrlText.Encode(encryptedKey), Base64UrlText.Encode(vector), Base64UrlText.Encode(ciphertext), Base64UrlText.Encode(tag));
    }

    /// <summary>RSA-OAEP-256, correct but for what the caller adds to the header.</summary>
    public static string WithHeader(string member, string value, string payload = ForeignJwts.Signed)
    {
        var contentKey = RandomNumberGenerator.GetBytes(32);
        using var rsa = RSA.Create(PrivateKeyMaterial.FromJwk(Tokens.Json(Rsa.PrivateJwk())).Value!.Rsa);
        var wrapped = rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
        var header = new JsonObject { ["alg"] = "RSA-OAEP-256", ["enc"] = "A256GCM", ["kid"] = Rsa.Kid, ["cty"] = "JWT" };
        header.Remove(member);
        var text = header.ToJsonString();
        return ByHand(text[..^1] + $",\"{member}\":{value}}}", wrapped, contentKey, payload);
    }
}
