using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>The header of an encrypted JWT, read strictly: whatever it asks for is refused here or is one of two things we do.</summary>
internal sealed class JweHeader
{
    private const int LongestKeyId = 1024;
    private const int LongestPartyInfo = 512;
    private const string NestedType = "JWT";

    private static readonly string[] Unsupported = ["crit", "zip", "b64"];
    private static readonly string[] Keys = ["jwk", "jku", "x5u", "x5c"];

    private JweHeader(string algorithm, string contentEncryption, string? keyId)
    {
        Algorithm = algorithm;
        ContentEncryption = contentEncryption;
        KeyId = keyId;
    }

    public string Algorithm { get; }

    public string ContentEncryption { get; }

    public string? KeyId { get; }

    public PublicKeyMaterial? EphemeralKey { get; private init; }

    public byte[] PartyUInfo { get; private init; } = [];

    public byte[] PartyVInfo { get; private init; } = [];

    public static JoseResult<JweHeader> Read(JsonElement json)
    {
        var algorithm = CompactJws.ReadString(json, "alg");
        var contentEncryption = CompactJws.ReadString(json, "enc");
        if (algorithm is null || !JweAlgorithms.KeyManagement.Contains(algorithm))
            return Fail(JoseError.AlgorithmNotAccepted, "The alg of the encrypted JWT is not accepted.");
        if (contentEncryption is null || !JweAlgorithms.ContentEncryption.Contains(contentEncryption))
            return Fail(JoseError.AlgorithmNotAccepted, "The enc of the encrypted JWT is not accepted.");
        if (Unsupported.Any(name => json.TryGetProperty(name, out _)))
            return Fail(JoseError.CriticalHeaderNotUnderstood, "The JWT header uses crit, b64 or zip, which is not supported.");
        if (Keys.Any(name => json.TryGetProperty(name, out _)))
            return Fail(JoseError.KeyHeaderNotAccepted, "The encrypted JWT must not carry or refer to a key of its own choice.");
        if (!TryReadText(json, "kid", out var keyId) || keyId?.Length > LongestKeyId || !TryReadText(json, "typ", out _))
            return Fail(JoseError.Malformed, "The kid or typ header is not a string of reasonable length.");
        // Many leave cty out, and what is inside is read as a signed JWT or refused; one that names something else is a mistake.
        if (!TryReadText(json, "cty", out var contentType) || !IsNested(contentType))
            return Fail(JoseError.TypeNotAccepted, "The cty of the encrypted JWT is not JWT.");

        if (algorithm != JweAlgorithms.EcdhEs)
            return new JweHeader(algorithm, contentEncryption, keyId);
        if (!json.TryGetProperty("epk", out var epk) || PublicKeyMaterial.Read(epk) is not { IsValid: true, Value: { Kty: "EC" } ephemeral })
            return Fail(JoseError.Malformed, "The epk header is not a public key on the curve P-256.");
        if (!TryReadPartyInfo(json, "apu", out var apu) || !TryReadPartyInfo(json, "apv", out var apv))
            return Fail(JoseError.Malformed, "The apu or apv header is not base64url of reasonable length.");
        return new JweHeader(algorithm, contentEncryption, keyId) { EphemeralKey = ephemeral, PartyUInfo = apu, PartyVInfo = apv };
    }

    // Media types ignore case, and may leave the "application/" out (RFC 7515 §4.1.10).
    private static bool IsNested(string? contentType)
        => contentType is null
        || contentType.Equals(NestedType, StringComparison.OrdinalIgnoreCase)
        || contentType.Equals("application/" + NestedType, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadText(JsonElement json, string name, out string? text)
    {
        text = CompactJws.ReadString(json, name);
        return text is not null || !json.TryGetProperty(name, out _);
    }

    private static bool TryReadPartyInfo(JsonElement json, string name, out byte[] info)
    {
        info = [];
        if (!TryReadText(json, name, out var text) || text?.Length > LongestPartyInfo)
            return false;
        if (text is null)
            return true;
        var decoded = Base64UrlText.TryDecode(text, out var bytes);
        info = bytes ?? [];
        return decoded;
    }

    private static JoseResult<JweHeader> Fail(JoseError error, string description)
        => JoseResult<JweHeader>.Fail(error, description);
}
