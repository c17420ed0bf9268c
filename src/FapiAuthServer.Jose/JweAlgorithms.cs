namespace FapiAuthServer.Jose;

/// <summary>The encryption algorithms this library speaks: what is sound, and needed by those who speak FAPI.</summary>
/// <remarks>
/// Left out are RSA1_5 (padding oracles), RSA-OAEP with SHA-1, passwords (PBES2), shared keys (<c>dir</c>, AES key wrap) and
/// the CBC content encryptions.
/// </remarks>
public static class JweAlgorithms
{
    /// <summary>RSAES-OAEP with SHA-256 (RFC 7518 §4.3), over RSA keys of 2048 to 8192 bits.</summary>
    public const string RsaOaep256 = "RSA-OAEP-256";

    /// <summary>Elliptic-curve Diffie-Hellman over P-256 in direct key agreement mode (RFC 7518 §4.6).</summary>
    public const string EcdhEs = "ECDH-ES";

    /// <summary>AES GCM with a 256-bit key (RFC 7518 §5.3).</summary>
    public const string A256Gcm = "A256GCM";

    internal const int ContentKeyBytes = 32;

    /// <summary>The key management algorithms, in order of preference for metadata.</summary>
    public static IReadOnlyList<string> KeyManagement { get; } = [RsaOaep256, EcdhEs];

    /// <summary>The content encryption algorithms.</summary>
    public static IReadOnlyList<string> ContentEncryption { get; } = [A256Gcm];
}
