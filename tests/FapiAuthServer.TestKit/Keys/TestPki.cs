using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A certificate authority nobody has reason to trust, and the certificates of strangers.</summary>
public sealed class TestPki : IDisposable
{
    private readonly SigningKey authorityKey = SigningKey.NewEs256();

    public TestPki(string name = "CN=Stranger CA,O=Nobody")
    {
        var request = authorityKey.ForCertificate().Request(name);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Authority = request.CreateSelfSigned(NotBefore, NotAfter);
    }

    public X509Certificate2 Authority { get; }

    private static DateTimeOffset NotBefore => DateTimeOffset.UtcNow.AddMinutes(-5);

    private static DateTimeOffset NotAfter => DateTimeOffset.UtcNow.AddDays(30);

    public static X509Certificate2 SelfSigned(string subject, SigningKey? key = null) =>
        Portable(ClientRequest(subject, key ?? SigningKey.NewEs256()).CreateSelfSigned(NotBefore, NotAfter));

    public X509Certificate2 Issue(string subject, SigningKey? key = null)
    {
        key ??= SigningKey.NewEs256();
        var serial = RandomNumberGenerator.GetBytes(16);
        using var bare = ClientRequest(subject, key).Create(Authority, NotBefore, NotAfter.AddDays(-1), serial);
        return Portable(key.ForCertificate().Join(bare));
    }

    public void Dispose() => Authority.Dispose();

    private static CertificateRequest ClientRequest(string subject, SigningKey key)
    {
        var request = key.ForCertificate().Request(subject);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2", "clientAuth")], false));
        return request;
    }

    // A certificate with its key in memory, independent of the objects it was made from.
    private static X509Certificate2 Portable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
