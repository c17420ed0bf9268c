namespace FapiAuthServer.Jose;

/// <summary>The signature algorithms of FAPI 2.0 Security Profile §5.4.1 this library can create and verify.</summary>
/// <remarks>Ed25519 is in the profile's list but not in the base class library of .NET 10, so it is not offered.</remarks>
public static class FapiAlgorithms
{
    /// <summary>RSASSA-PSS with SHA-256 (RFC 7518 §3.5), over RSA keys of 2048 to 8192 bits.</summary>
    public const string PS256 = "PS256";

    /// <summary>ECDSA with P-256 and SHA-256 (RFC 7518 §3.4).</summary>
    public const string ES256 = "ES256";

    /// <summary>Every algorithm named here, in order of preference for metadata.</summary>
    public static IReadOnlyList<string> Supported { get; } = [PS256, ES256];
}
