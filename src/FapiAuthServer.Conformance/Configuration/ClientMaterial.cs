using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>Reads the keys and certificates of clients.</summary>
internal static class ClientMaterial
{
    /// <summary>The first key of a set that may sign.</summary>
    /// <exception cref="FormatException">There is none, or it cannot be read.</exception>
    public static SigningKey KeyOf(JsonObject jwks)
    {
        var keys = jwks["keys"] is JsonArray array ? array.OfType<JsonObject>() : [];
        return SigningKey.FromJwk(keys.FirstOrDefault(key => JsonText.Of(key["use"]) is null or "sig") ?? throw new FormatException("there is no key for signing"));
    }

    /// <summary>A certificate with its key, in a form that every platform can show in a handshake.</summary>
    public static X509Certificate2 CertificateOf(string certificateFile, string keyFile)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    public static SigningKey? Key(ConfigurationSection section, string folder)
    {
        var jwks = section.Object("jwks");
        var file = section.Text("jwks_file");
        if (jwks is null && file is null)
        {
            return null;
        }
        try
        {
            return KeyOf(jwks ?? JsonText.Object(File.ReadAllText(Path.Combine(folder, file!))) ?? throw new FormatException("it is no JSON object"));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            section.Fault($"{(jwks is null ? "jwks_file" : "jwks")} holds no usable private key: {exception.Message}.");
            return null;
        }
    }

    public static X509Certificate2? Certificate(ConfigurationSection section, string folder)
    {
        var (certificate, key) = (section.Text("certificate_file"), section.Text("key_file"));
        if (certificate is null || key is null)
        {
            return null;
        }
        try
        {
            return CertificateOf(Path.Combine(folder, certificate), Path.Combine(folder, key));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            section.Fault($"certificate_file {certificate} and key_file {key} are no certificate with its key in PEM.");
            return null;
        }
    }
}
