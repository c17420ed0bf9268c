using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A key as certificates need it: RSA or EC, with the padding or hash that goes with it.</summary>
public readonly record struct CertificateRequestKey(RSA? Rsa, ECDsa? Ec)
{
    public CertificateRequest Request(string subject) => Rsa is not null
        ? new CertificateRequest(subject, Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, Ec!, HashAlgorithmName.SHA256);

    public X509Certificate2 Join(X509Certificate2 certificate) => Rsa is not null
        ? certificate.CopyWithPrivateKey(Rsa)
        : certificate.CopyWithPrivateKey(Ec!);
}
