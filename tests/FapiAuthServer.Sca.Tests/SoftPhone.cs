using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Factors.App;

namespace FapiAuthServer.Sca.Tests;

/// <summary>A phone with the banking app, which shows what it is given and signs what it is told to.</summary>
internal sealed class SoftPhone : IDisposable
{
    public const string Audience = "bank";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Guid DeviceId { get; private set; }

    private byte[] CodeKey { get; set; } = [];

    public void Dispose() => key.Dispose();

    public AppEnrolment Enrolment(
        string activationCode, KeyStorage storage = KeyStorage.TrustedEnvironment, AppUnlock unlock = AppUnlock.Pin | AppUnlock.BoundBiometrics,
        bool isIntact = true) =>
        new(activationCode, key.ExportSubjectPublicKeyInfo(), Sign(Encoding.ASCII.GetBytes(activationCode)), "My phone", storage, unlock, isIntact);

    public void Remember(AppEnrolled enrolled)
    {
        DeviceId = enrolled.DeviceId;
        CodeKey = enrolled.CodeKey;
    }

    public string Fetch(DateTimeOffset now) => Jws(AppMessage.Fetch, new JsonObject
    {
        ["iss"] = DeviceId.ToString(),
        ["aud"] = Audience,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
    });

    public string Answer(AppPrompt prompt, DateTimeOffset now, string decision = "approve", int? number = null, Action<JsonObject>? change = null)
    {
        var payload = new JsonObject
        {
            ["iss"] = DeviceId.ToString(),
            ["aud"] = Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            ["challenge_id"] = prompt.ChallengeId.ToString(),
            ["nonce"] = prompt.Nonce,
            ["decision"] = decision,
            ["transaction_data_hashes"] = new JsonArray(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(prompt.Action)))),
            ["number"] = number,
            ["amr"] = new JsonArray("pin"),
        };
        change?.Invoke(payload);
        return Jws(AppMessage.Answer, payload);
    }

    public string Code(AppPrompt prompt) => Ocra.Compute(Ocra.Suite, CodeKey, prompt.Question);

    public string Jws(string type, JsonObject payload, Action<JsonObject>? change = null)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = type, ["kid"] = DeviceId.ToString() };
        change?.Invoke(header);
        var signed = $"{Encode(header.ToJsonString())}.{Encode(payload.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
