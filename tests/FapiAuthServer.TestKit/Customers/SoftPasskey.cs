using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>An authenticator in software: makes credentials and assertions as WebAuthn Level 3 describes them, with every part to tamper with.</summary>
public sealed class SoftPasskey : IDisposable
{
    public const string RelyingParty = "bank.example";
    public const string Origin = "https://id.bank.example";

    private const int Attested = 0x40;
    private const int Es256 = -7;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);

    /// <summary>Present, verified, not to be copied.</summary>
    public byte Flags { get; set; } = 0x05;

    public uint SignCount { get; set; }

    public string UserHandle { get; set; } = "";

    /// <summary>The model (AAGUID) it says to be.</summary>
    public Guid Model { get; set; }

    /// <summary>What its maker signs new credentials with, certificate and key, and the authorities between that and the root; none by default.</summary>
    public IReadOnlyList<X509Certificate2> Maker { get; set; } = [];

    /// <summary>Whether it signs a new credential with the credential's own key, which says nothing of a maker.</summary>
    public bool SignsForItself { get; set; }

    /// <summary>What the server knows it by, as in the answers.</summary>
    public string CredentialId => Base64Url.EncodeToString(credentialId);

    public void Dispose() => key.Dispose();

    public string Create(string optionsJson, string origin = Origin, string type = "webauthn.create", string relyingParty = RelyingParty)
    {
        var options = JsonNode.Parse(optionsJson)!;
        UserHandle = (string)options["user"]!["id"]!;
        var clientData = ClientData(type, (string)options["challenge"]!, origin);
        var attested = new byte[16 + 2 + credentialId.Length];
        Model.TryWriteBytes(attested, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(attested.AsSpan(16), (ushort)credentialId.Length);
        credentialId.CopyTo(attested, 18);
        byte[] data = [.. AuthenticatorData(relyingParty, (byte)(Flags | Attested)), .. attested, .. CoseKey()];
        return new JsonObject
        {
            ["id"] = Base64Url.EncodeToString(credentialId),
            ["rawId"] = Base64Url.EncodeToString(credentialId),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
                ["attestationObject"] = Base64Url.EncodeToString(Attestation(data, clientData)),
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

    private byte[] Attestation(byte[] authenticatorData, byte[] clientData)
    {
        var isSigned = SignsForItself || Maker.Count > 0;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString(isSigned ? "packed" : "none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(isSigned ? Maker.Count > 0 ? 3 : 2 : 0);
        if (isSigned)
        {
            cbor.WriteTextString("alg");
            cbor.WriteInt32(Es256);
            cbor.WriteTextString("sig");
            cbor.WriteByteString(Signature([.. authenticatorData, .. SHA256.HashData(clientData)]));
        }
        if (Maker.Count > 0)
        {
            cbor.WriteTextString("x5c");
            cbor.WriteStartArray(Maker.Count);
            foreach (var certificate in Maker)
            {
                cbor.WriteByteString(certificate.RawData);
            }
            cbor.WriteEndArray();
        }
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(authenticatorData);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private byte[] Signature(byte[] data)
    {
        using var makersKey = SignsForItself ? null : Maker[0].GetECDsaPrivateKey();
        return (makersKey ?? key).SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private byte[] CoseKey()
    {
        var point = key.ExportParameters(false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        cbor.WriteInt32(1);
        cbor.WriteInt32(2);
        cbor.WriteInt32(3);
        cbor.WriteInt32(Es256);
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
