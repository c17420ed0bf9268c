using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FapiAuthServer.Jose.Tests;

public sealed class ClientCertificateHeaderTests
{
    private static readonly byte[] Der = MakeCertificate();
    private static readonly string Pem = PemEncoding.WriteString("CERTIFICATE", Der);
    private static readonly string Base64 = Convert.ToBase64String(Der);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Byte_sequence_with_one_certificate_is_read(string space)
    {
        Assert.True(ClientCertificateHeader.TryParse($"{space}:{Base64}:{space}", out var certificate));
        using (certificate)
            Assert.Equal(Der, certificate.RawData);
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        string?[] values =
        [
            null, "", ":", "::", ":=:", Base64, $":{Base64}", $"{Base64}:", $":{Base64}:;a=1", $"\":{Base64}:\"",
            $":{Base64}:, :{Base64}:",
            $":{Base64[..40]} {Base64[40..]}:", $":{Base64[..^4]}:", $":{Base64}\n:", $":{Convert.ToBase64String([.. Der, 0])}:",
            $":{Convert.ToBase64String([.. Der, .. Der])}:", $":{Convert.ToBase64String("-----BEGIN CERTIFICATE-----"u8)}:",
            $":{Convert.ToBase64String(Encoding.ASCII.GetBytes(Pem))}:",
            $":{new string('A', 16 * 1024)}:", "-----BEGIN CERTIFICATE-----", Uri.EscapeDataString(Pem),
        ];
        foreach (var value in values)
        {
            Assert.False(ClientCertificateHeader.TryParse(value, out var certificate), value);
            Assert.Null(certificate);
        }
    }

    private static byte[] MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Tokens.Now, Tokens.Now.AddDays(1));
        return certificate.RawData;
    }
}
