using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Sca.Tests;

/// <summary>An authenticator in software: makes credentials and assertions as WebAuthn Level 3 describes them, with every part to tamper with.</summary>
internal sealed class SoftPasskey : IDisposable
{
    public const string RelyingParty = "bank.example";
    public const string Origin = "https://id.bank.example";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);

    /// <summary>Present, verified, not to be copied.</summary>
    public byte Flags { get; set; } = 0x05;

    public uint SignCount { get; set; }

    public string UserHandle { get; set; } = "";

    public void Dispose() => key.Dispose();

    public string Create(string optionsJson, string origin = Origin, string type = "webauthn.create")
    {
        var options = JsonNode.Parse(optionsJson)!;
        UserHandle = (string)options["user"]!["id"]!;
        var clientData = ClientData(type, (string)options["challenge"]!, origin);
        var attested = new byte[16 + 2 + credentialId.Length];
        BinaryPrimitives.WriteUInt16BigEndian(attested.AsSpan(16), (ushort)credentialId.Length);
        credentialId.CopyTo(attested, 18);
        byte[] data = [.. AuthenticatorData(RelyingParty, (byte)(Flags | 0x40)), .. attested, .. CoseKey()];
        return new JsonObject
        {
            ["id"] = Base64Url.EncodeToString(credentialId),
            ["rawId"] = Base64Url.EncodeToString(credentialId),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
                ["attestationObject"] = Base64Url.EncodeToString(Attestation(data)),
            },
        }.ToJsonString();
    }

    public string Assert(
        string optionsJson, string? challenge = null, string origin = Origin, string type = "webauthn.get", string relyingParty = RelyingParty,
        string? userHandle = null)
    {
        SignCount++;
        var options = JsonNode.Parse(optionsJson)!;
        var clientData = ClientData(type, challenge ?? (string)options["challenge"]!, origin);
        var data = AuthenticatorData(relyingParty, Flags);
        var signature = key.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new JsonObject
        {
            ["id"] = Base64Url.EncodeToString(credentialId),
            ["rawId"] = Base64Url.EncodeToString(credentialId),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
                ["authenticatorData"] = Base64Url.EncodeToString(data),
                ["signature"] = Base64Url.EncodeToString(signature),
                ["userHandle"] = userHandle ?? UserHandle,
            },
        }.ToJsonString();
    }

    private static byte[] ClientData(string type, string challenge, string origin) => Encoding.UTF8.GetBytes(
        new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] AuthenticatorData(string relyingParty, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)), flags, .. count];
    }

    private static byte[] Attestation(byte[] authenticatorData)
    {
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(authenticatorData);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private byte[] CoseKey()
    {
        var point = key.ExportParameters(false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        cbor.WriteInt32(1);
        cbor.WriteInt32(2);
        cbor.WriteInt32(3);
        cbor.WriteInt32(-7);
        cbor.WriteInt32(-1);
        cbor.WriteInt32(1);
        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
