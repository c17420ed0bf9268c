using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>A well-formed signed JWT in compact serialization (RFC 7515 §3.1), not yet verified.</summary>
/// <remarks>
/// Nothing in <see cref="Header"/> or <see cref="Payload"/> may be relied on before <see cref="VerifySignature"/> has returned
/// true with a key that came from somewhere else than the token.
/// </remarks>
public sealed class CompactJws
{
    private const int LongestKeyId = 1024;

    private readonly int _signingInputLength;
    private readonly byte[] _signature;

    private CompactJws(string token, int signingInputLength, byte[] signature, JsonElement header, JsonElement payload)
    {
        Serialization = token;
        _signingInputLength = signingInputLength;
        _signature = signature;
        Header = header;
        Payload = payload;
        Algorithm = header.GetProperty("alg").GetString()!;
        Type = ReadString(header, "typ");
        KeyId = ReadString(header, "kid");
    }

    /// <summary>The compact serialization it was read from.</summary>
    public string Serialization { get; }

    /// <summary>The <c>alg</c> header as the sender wrote it; never <c>none</c> nor symmetric.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>typ</c> header, or null.</summary>
    public string? Type { get; }

    /// <summary>The <c>kid</c> header, or null.</summary>
    public string? KeyId { get; }

    /// <summary>The JOSE header, a JSON object without duplicate members.</summary>
    public JsonElement Header { get; }

    /// <summary>The claims, a JSON object without duplicate members.</summary>
    public JsonElement Payload { get; }

    /// <summary>
    /// Whether the header brings or names a key of its own (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>). Such a key is
    /// never used here; FAPI 2.0 Security Profile §5.4.2 wants no <c>jku</c> or <c>x5u</c> at all.
    /// </summary>
    public bool CarriesKey => Header.TryGetProperty("jwk", out _) || CarriesKeyReference;

    internal bool CarriesKeyReference
        => Header.TryGetProperty("jku", out _) || Header.TryGetProperty("x5u", out _) || Header.TryGetProperty("x5c", out _);

    /// <summary>Reads a compact JWS without verifying it.</summary>
    /// <param name="token">The serialization.</param>
    /// <param name="limits">Bounds on size and nesting; <see cref="JwsLimits.Default"/> when null.</param>
    /// <returns>
    /// The parsed JWS, or a refusal: not three canonical base64url parts, encrypted, JSON that is ambiguous or too deep,
    /// <c>alg</c> absent, <c>none</c> or symmetric, or a header that needs <c>crit</c>, <c>b64</c> or <c>zip</c> processing.
    /// </returns>
    public static JoseResult<CompactJws> Parse(string token, JwsLimits? limits = null)
    {
        limits ??= JwsLimits.Default;
        if (string.IsNullOrEmpty(token))
            return Fail(JoseError.Malformed, "The JWT is empty.");
        if (token.Length > limits.MaximumLength)
            return Fail(JoseError.TooLarge, "The JWT is too long.");

        var dots = token.AsSpan().Count('.');
        if (dots == 4)
            return Fail(JoseError.Malformed, "The JWT is encrypted; a signed one is expected.");
        if (dots != 2)
            return Fail(JoseError.Malformed, "The JWT is not in compact serialization.");

        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (!Base64UrlText.TryDecode(token.AsSpan(0, first), out var headerBytes)
            || !Base64UrlText.TryDecode(token.AsSpan(first + 1, last - first - 1), out var payloadBytes)
            || !Base64UrlText.TryDecode(token.AsSpan(last + 1), out var signature))
            return Fail(JoseError.Malformed, "A part of the JWT is not unpadded base64url.");

        if (!StrictJson.TryParseObject(headerBytes, limits.MaximumDepth, out var header))
            return Fail(JoseError.Malformed, "The JWT header is not a JSON object with unique members.");
        if (Refuse(header) is { } refusal)
            return refusal;
        if (!StrictJson.TryParseObject(payloadBytes, limits.MaximumDepth, out var payload))
            return Fail(JoseError.Malformed, "The JWT payload is not a JSON object with unique members.");
        return new CompactJws(token, last, signature, header, payload);
    }

    /// <summary>Verifies the signature with a trusted key.</summary>
    /// <param name="key">A key from a source other than this token (save the <c>jwk</c> of a DPoP proof).</param>
    /// <returns>False when the key is not for <see cref="Algorithm"/> or the signature is wrong; never throws for
    /// input.</returns>
    public bool VerifySignature(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[]? rented = null;
        var buffer = _signingInputLength <= 2048
            ? stackalloc byte[2048]
            : (rented = ArrayPool<byte>.Shared.Rent(_signingInputLength));
        var written = Encoding.ASCII.GetBytes(Serialization.AsSpan(0, _signingInputLength), buffer);
        var verified = key.Verify(Algorithm, buffer[..written], _signature);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return verified;
    }

    /// <summary>Reads a claim that has to be a string.</summary>
    /// <param name="claim">The claim's name.</param>
    /// <returns>The value, or null when absent or of another type.</returns>
    public string? GetString(string claim) => ReadString(Payload, claim);

    /// <summary>Reads a claim that has to be a NumericDate (RFC 7519 §2).</summary>
    /// <param name="claim">The claim's name.</param>
    /// <param name="value">The date, or null when the claim is absent or unusable.</param>
    /// <returns>False when the claim is there but is not a number within the range of dates.</returns>
    public bool TryGetDate(string claim, out DateTimeOffset? value) => NumericDate.TryRead(Payload, claim, out value);

    /// <summary>Reads a claim that may be a string or an array of strings, like <c>aud</c> (RFC 7519 §4.1.3).</summary>
    /// <param name="claim">The claim's name.</param>
    /// <param name="isString">Whether the claim is a single JSON string.</param>
    /// <returns>The values; empty when absent, or when any element is not a string.</returns>
    public IReadOnlyList<string> GetStrings(string claim, out bool isString)
    {
        isString = false;
        if (!Payload.TryGetProperty(claim, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.String)
        {
            isString = true;
            return [value.GetString()!];
        }

        if (value.ValueKind != JsonValueKind.Array)
            return [];
        var values = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return [];
            values.Add(item.GetString()!);
        }

        return values;
    }

    internal static string? ReadString(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JoseResult<CompactJws>? Refuse(JsonElement header)
    {
        if (ReadString(header, "alg") is not { Length: > 0 } algorithm)
            return Fail(JoseError.Malformed, "The JWT header has no alg.");
        if (algorithm.Equals("none", StringComparison.OrdinalIgnoreCase)
            || algorithm.StartsWith("HS", StringComparison.OrdinalIgnoreCase))
            return Fail(JoseError.AlgorithmNotAccepted, "Unsigned and symmetrically signed JWTs are not accepted.");
        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("b64", out _) || header.TryGetProperty("zip", out _))
            return Fail(JoseError.CriticalHeaderNotUnderstood, "The JWT header uses crit, b64 or zip, which is not supported.");
        if (header.TryGetProperty("typ", out var type) && type.ValueKind != JsonValueKind.String)
            return Fail(JoseError.Malformed, "The typ header is not a string.");
        if (header.TryGetProperty("kid", out var kid)
            && (kid.ValueKind != JsonValueKind.String || kid.GetString()!.Length > LongestKeyId))
            return Fail(JoseError.Malformed, "The kid header is not a string of reasonable length.");
        return null;
    }

    private static JoseResult<CompactJws> Fail(JoseError error, string description)
        => JoseResult<CompactJws>.Fail(error, description);
}
