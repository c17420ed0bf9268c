using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>A phone with the banking app, over HTTP: it shows what it is given, and signs what it is told to.</summary>
public sealed class SoftPhone
{
    private const string CodeSuite = "OCRA-1:HOTP-SHA256-8:QH64";
    private const int QuestionBytes = 128;

    private readonly Wire wire;
    private readonly Uri bank;
    private readonly TimeProvider clock;
    private readonly byte[] codeKey;

    public SoftPhone(Wire wire, Uri bank, PhoneIdentity identity, TimeProvider? clock = null)
    {
        this.wire = wire;
        this.bank = bank;
        this.clock = clock ?? TimeProvider.System;
        Identity = identity;
        codeKey = Base64Url.Decode(identity.CodeKey);
    }

    public PhoneIdentity Identity { get; }

    /// <summary>Makes a new phone a device of whoever was given the activation code.</summary>
    public static async Task<SoftPhone> EnrolAsync(Wire wire, Uri bank, string activationCode, TimeProvider? clock = null)
    {
        var key = SigningKey.NewEs256();
        var answer = (await PostAsync(wire, bank, "/app/devices", Enrolment(key, activationCode))).Expect(201);
        return new SoftPhone(wire, bank, new PhoneIdentity(answer.Text("device_id")!, key, answer.Text("code_key")!, answer.Text("audience")!), clock);
    }

    /// <summary>What a new phone sends, for tests that change something of it.</summary>
    public static JsonObject Enrolment(SigningKey key, string activationCode, string label = "My phone") => new()
    {
        ["activation_code"] = activationCode,
        ["public_key"] = Base64Url.Encode(PublicKeyInfo(key)),
        ["signature"] = Base64Url.Encode(key.Sign("ES256", Encoding.ASCII.GetBytes(activationCode))),
        ["label"] = label,
    };

    /// <summary>What waits for this phone, or null.</summary>
    public async Task<PhonePrompt?> FetchAsync(Action<JwtDraft>? change = null)
    {
        var answer = await TryFetchAsync(change);
        return answer.Status == 204 ? null : PhonePrompt.Read(answer.Expect(200).Json);
    }

    public Task<ServerResponse> TryFetchAsync(Action<JwtDraft>? change = null)
    {
        var draft = Draft("sca-fetch+jwt");
        change?.Invoke(draft);
        return PostAsync(wire, bank, "/app/prompt", new JsonObject { ["request"] = draft.Sign() });
    }

    /// <summary>Approves: 204 when the server has taken it. The number is the one in the browser.</summary>
    public Task<ServerResponse> ApproveAsync(PhonePrompt prompt, int number, Action<JwtDraft>? change = null) =>
        AnswerAsync(prompt, "approve", number, change);

    public Task<ServerResponse> DenyAsync(PhonePrompt prompt) => AnswerAsync(prompt, "deny");

    /// <summary>"This was not me."</summary>
    public Task<ServerResponse> DisownAsync(PhonePrompt prompt) => AnswerAsync(prompt, "disown");

    public Task<ServerResponse> AnswerAsync(PhonePrompt prompt, string decision, int? number = null, Action<JwtDraft>? change = null) =>
        SendAsync(SignAnswer(prompt, decision, number, change));

    /// <summary>A signed answer, for the test that sends it twice, or from elsewhere.</summary>
    public string SignAnswer(PhonePrompt prompt, string decision, int? number = null, Action<JwtDraft>? change = null)
    {
        var draft = Draft("sca-answer+jwt");
        draft.Claims["jti"] = Base64Url.Encode(RandomNumberGenerator.GetBytes(16));
        draft.Claims["challenge_id"] = prompt.ChallengeId;
        draft.Claims["nonce"] = prompt.Nonce;
        draft.Claims["decision"] = decision;
        draft.Claims["transaction_data_hashes"] = new JsonArray(Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(prompt.Action))));
        draft.Claims["number"] = number;
        draft.Claims["amr"] = new JsonArray();
        change?.Invoke(draft);
        return draft.Sign();
    }

    public Task<ServerResponse> SendAsync(string signedAnswer) =>
        PostAsync(wire, bank, "/app/answer", new JsonObject { ["answer"] = signedAnswer });

    /// <summary>The code that the app shows, to be typed into the page (RFC 6287).</summary>
    public string Code(PhonePrompt prompt)
    {
        byte[] input = [.. Encoding.ASCII.GetBytes(CodeSuite), 0, .. Convert.FromHexString(prompt.Question), .. new byte[QuestionBytes - prompt.Question.Length / 2]];
        var hash = HMACSHA256.HashData(codeKey, input);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0F, 4)) & int.MaxValue;
        return (number % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a body as it is to one of the app's endpoints.</summary>
    public static async Task<ServerResponse> PostAsync(Wire wire, Uri bank, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await wire.Client(null).PostAsync(new Uri(bank, path), content);
        return await ServerResponse.ReadAsync(response);
    }

    private static byte[] PublicKeyInfo(SigningKey key)
    {
        var jwk = key.PublicMembers();
        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.Decode((string)jwk["x"]!), Y = Base64Url.Decode((string)jwk["y"]!) },
        });
        return ec.ExportSubjectPublicKeyInfo();
    }

    private JwtDraft Draft(string type)
    {
        var now = clock.GetUtcNow();
        return new JwtDraft(
            new JsonObject { ["alg"] = "ES256", ["typ"] = type, ["kid"] = Identity.DeviceId },
            new JsonObject
            {
                ["iss"] = Identity.DeviceId,
                ["aud"] = Identity.Audience,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
            },
            Identity.Key);
    }
}
