using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>The banking apps of the sandbox's customers: keys in the kit, so that programs can approve as a customer's phone does.</summary>
internal sealed class SandboxDevices(AppDeviceEnrolment enrolment, ScaOptions options)
{
    public const string Member = "app_device";

    private const string Label = "Sandbox phone";

    /// <summary>A phone before the server knows it.</summary>
    public static JsonObject Invent() => new() { ["private_jwk"] = JsonNode.Parse(PrivateKey.Generate(FapiAlgorithms.ES256).PrivateJwk()) };

    /// <summary>Makes the phone of a new customer a device, and writes down beside its key what the server has told it.</summary>
    public async Task EnrolAsync(JsonNode customer, CustomerIdentity identity, CancellationToken cancellation)
    {
        if (customer[Member] is not { } phone)
            return;

        // In a sandbox nobody has to be looked in the face.
        var activation = await enrolment.BeginAsync(identity.Id, new FactorAuthority.ByBank("sandbox", "customers.json"), cancellation);
        using var key = Read(phone["private_jwk"]!);
        var signature = key.SignData(Encoding.ASCII.GetBytes(activation.Text), HashAlgorithmName.SHA256);
        var device = await enrolment.EnrolAsync(
            new AppEnrolment(activation.Text, key.ExportSubjectPublicKeyInfo(), signature, Label, KeyStorage.Software, AppUnlock.None, IsIntact: true), cancellation)
            ?? throw new StartupException("Sandbox: the phones of customers.json cannot be enrolled; remove the file, and the next start makes another.");

        phone["device_id"] = device.DeviceId.ToString("D");
        phone["code_key"] = Base64Url.EncodeToString(device.CodeKey);
        phone["audience"] = options.App.Audience;
    }

    private static ECDsa Read(JsonNode jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Octets(jwk, "x"), Y = Octets(jwk, "y") },
        D = Octets(jwk, "d"),
    });

    private static byte[] Octets(JsonNode jwk, string member) => Base64Url.DecodeFromChars((string)jwk[member]!);
}
