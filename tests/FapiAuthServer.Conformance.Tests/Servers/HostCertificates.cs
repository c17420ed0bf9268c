using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Certificates that servers on this machine show.</summary>
internal static class HostCertificates
{
    /// <summary>A certificate for this machine and its key, in PEM.</summary>
    public static (string Certificate, string Key) New(TestPki pki)
    {
        using var key = RSA.Create(2048); // so that clients of TLS 1.2 have the suites of the published list to choose from
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        var generator = X509SignatureGenerator.CreateForECDsa(pki.Authority.GetECDsaPrivateKey()!);
        using var certificate = request.Create(
            pki.Authority.SubjectName, generator, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The same in a form that every platform can show.</summary>
    public static X509Certificate2 Portable((string Certificate, string Key) pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem.Certificate, pem.Key);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
