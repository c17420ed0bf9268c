using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>A signed JWT inside a JWE in compact serialization (RFC 7516 §3.1, RFC 7519 §5.2), not yet decrypted.</summary>
/// <remarks>
/// Decryption proves nothing about who made it: anyone can encrypt to a public key. The signature of what comes out is still
/// to be verified.
/// </remarks>
public sealed class EncryptedJwt
{
    private const int InitializationVectorBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _authenticated;
    private readonly byte[] _initializationVector;
    private readonly byte[] _ciphertext;
    private readonly byte[] _tag;
    private readonly JwsLimits _limits;

    private EncryptedJwt(JweHeader header, byte[] authenticated, byte[][] parts, JwsLimits limits)
    {
        Algorithm = header.Algorithm;
        ContentEncryption = header.ContentEncryption;
        KeyId = header.KeyId;
        EphemeralKey = header.EphemeralKey;
        PartyUInfo = header.PartyUInfo;
        PartyVInfo = header.PartyVInfo;
        _authenticated = authenticated;
        EncryptedKey = parts[0];
        _initializationVector = parts[1];
        _ciphertext = parts[2];
        _tag = parts[3];
        _limits = limits;
    }

    /// <summary>The <c>alg</c> header: one of <see cref="JweAlgorithms.KeyManagement"/>.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>enc</c> header: one of <see cref="JweAlgorithms.ContentEncryption"/>.</summary>
    public string ContentEncryption { get; }

    /// <summary>The <c>kid</c> header, or null.</summary>
    public string? KeyId { get; }

    internal byte[] EncryptedKey { get; }

    internal PublicKeyMaterial? EphemeralKey { get; }

    internal byte[] PartyUInfo { get; }

    internal byte[] PartyVInfo { get; }

    /// <summary>Whether a token has the five parts of an encrypted one.</summary>
    /// <param name="token">A compact serialization, or anything else.</param>
    public static bool IsEncrypted(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.AsSpan().Count('.') == 4;
    }

    /// <summary>Reads an encrypted JWT without touching a key.</summary>
    /// <param name="token">The serialization.</param>
    /// <param name="limits">Bounds on size and nesting, for it and for what is inside; <see cref="JwsLimits.Default"/> when
    /// null.</param>
    /// <returns>
    /// The parsed JWT, or a refusal: not five canonical base64url parts, another algorithm than those of
    /// <see cref="JweAlgorithms"/>, <c>crit</c> or <c>zip</c>, a key in the header, or an ephemeral key of another kind or curve.
    /// </returns>
    public static JoseResult<EncryptedJwt> Parse(string token, JwsLimits? limits = null)
    {
        limits ??= JwsLimits.Default;
        if (string.IsNullOrEmpty(token))
            return Fail(JoseError.Malformed, "The JWT is empty.");
        if (token.Length > limits.MaximumLength)
            return Fail(JoseError.TooLarge, "The JWT is too long.");
        if (!IsEncrypted(token))
            return Fail(JoseError.Malformed, "The JWT is not encrypted.");

        var texts = token.Split('.');
        var parts = new byte[4][];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!Base64UrlText.TryDecode(texts[index + 1], out var part))
                return Fail(JoseError.Malformed, "A part of the JWT is not unpadded base64url.");
            parts[index] = part;
        }

        if (!Base64UrlText.TryDecode(texts[0], out var headerBytes)
            || !StrictJson.TryParseObject(headerBytes, limits.MaximumDepth, out var json))
            return Fail(JoseError.Malformed, "The JWT header is not a JSON object with unique members.");
        var header = JweHeader.Read(json);
        if (!header.IsValid)
            return header.As<EncryptedJwt>();

        if (parts[1].Length != InitializationVectorBytes || parts[3].Length != TagBytes)
            return Fail(JoseError.Malformed, "The initialization vector or the tag has not the size of the algorithm.");
        if (header.Value.Algorithm == JweAlgorithms.EcdhEs && parts[0].Length > 0)
            return Fail(JoseError.Malformed, "Direct key agreement has no encrypted key.");
        return new EncryptedJwt(header.Value, Encoding.ASCII.GetBytes(texts[0]), parts, limits);
    }

    /// <summary>Decrypts the JWT and reads the signed one inside, which is still to be verified.</summary>
    /// <param name="keys">The recipient's keys.</param>
    /// <returns>
    /// What is inside; or DecryptionFailed, whatever went wrong; or, only after it was decrypted, why it is no signed JWT.
    /// </returns>
    public JoseResult<CompactJws> Decrypt(IReadOnlyCollection<DecryptionKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var plaintext = new byte[_ciphertext.Length];
        var contentKey = Find(keys)?.ContentKey(this) ?? DecryptionKey.RandomContentKey();
        try
        {
            using var aes = new AesGcm(contentKey, TagBytes);
            aes.Decrypt(_initializationVector, _ciphertext, _tag, plaintext, _authenticated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return JoseResult<CompactJws>.Fail(JoseError.DecryptionFailed, "The JWT cannot be decrypted.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }

        return CompactJws.Parse(Encoding.Latin1.GetString(plaintext), _limits);
    }

    /// <summary>Encrypts a signed JWT with A256GCM.</summary>
    /// <param name="jws">The signed JWT.</param>
    /// <param name="recipient">The recipient's key, which says how.</param>
    public static string Encrypt(string jws, EncryptionKey recipient)
    {
        ArgumentException.ThrowIfNullOrEmpty(jws);
        ArgumentNullException.ThrowIfNull(recipient);
        var (contentKey, encryptedKey, header) = recipient.NewContentKey();
        var encodedHeader = Base64UrlText.Encode(JsonSerializer.SerializeToUtf8Bytes(header));
        var plaintext = Encoding.ASCII.GetBytes(jws);
        var initializationVector = RandomNumberGenerator.GetBytes(InitializationVectorBytes);
        var ciphertext = new byte[plaintext.Length];
        var tag = new byte[TagBytes];
        using (var aes = new AesGcm(contentKey, TagBytes))
            aes.Encrypt(initializationVector, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(encodedHeader));
        CryptographicOperations.ZeroMemory(contentKey);

        return string.Join(
            '.',
            encodedHeader,
            Base64UrlText.Encode(encryptedKey),
            Base64UrlText.Encode(initializationVector),
            Base64UrlText.Encode(ciphertext),
            Base64UrlText.Encode(tag));
    }

    private DecryptionKey? Find(IReadOnlyCollection<DecryptionKey> keys)
        => keys.FirstOrDefault(key => key.Algorithm == Algorithm && (KeyId is null || key.Kid == KeyId));

    private static JoseResult<EncryptedJwt> Fail(JoseError error, string description)
        => JoseResult<EncryptedJwt>.Fail(error, description);
}
