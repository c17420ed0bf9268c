using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>A message an app has signed: a JWS of ES256, read strictly, of a type of its own so that none passes for another. (SCA-191)</summary>
internal sealed class AppMessage
{
    public const string Fetch = "sca-fetch+jwt";
    public const string Answer = "sca-answer+jwt";

    private const int MaxLength = 8192;
    private const int SignatureLength = 64;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly byte[] signed;
    private readonly byte[] signature;

    private AppMessage(Guid deviceId, JsonElement payload, byte[] signed, byte[] signature)
    {
        DeviceId = deviceId;
        Payload = payload;
        this.signed = signed;
        this.signature = signature;
    }

    /// <summary>Who says to have signed.</summary>
    public Guid DeviceId { get; }

    /// <summary>Not to be believed before the signature is.</summary>
    public JsonElement Payload { get; }

    /// <summary>The message, if it has the form of one; nothing of it is verified yet.</summary>
    public static AppMessage? Read(string jws, string type)
    {
        var parts = jws.Length <= MaxLength ? jws.Split('.') : [];
        if (parts.Length != 3 || !parts.All(part => Base64Url.IsValid(part)))
            return null;

        try
        {
            var header = JsonElement.Parse(Base64Url.DecodeFromChars(parts[0]), Strict);
            var payload = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]), Strict);
            var signature = Base64Url.DecodeFromChars(parts[2]);
            var isOurs = header.ValueKind == JsonValueKind.Object && payload.ValueKind == JsonValueKind.Object
                && Text(header, "alg") == "ES256" && Text(header, "typ") == type && !header.TryGetProperty("crit", out _)
                && signature.Length == SignatureLength;
            return isOurs && Guid.TryParseExact(Text(header, "kid"), "D", out var device) && Text(payload, "iss") == Text(header, "kid")
                ? new AppMessage(device, payload, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool IsSignedBy(byte[] publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether it is for this bank, and made now.</summary>
    public bool IsFor(string audience, DateTimeOffset now, TimeSpan lifetime)
    {
        if (Text(Payload, "aud") != audience || Instant("iat") is not { } issued || Instant("exp") is not { } expires)
            return false;

        return issued <= now + Skew && now - issued <= lifetime + Skew && expires > now && expires - issued <= lifetime;
    }

    public string? Text(string name) => Text(Payload, name);

    public int? Number(string name) =>
        Payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public IReadOnlyList<string> Texts(string name) =>
        Payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : [];

    private DateTimeOffset? Instant(string name) =>
        Payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
