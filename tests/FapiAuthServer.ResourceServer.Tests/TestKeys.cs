using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>Keys and certificates made once; no test changes them.</summary>
internal static class TestKeys
{
    public static readonly PrivateKey Issuer = PrivateKey.Generate(FapiAlgorithms.ES256, "issuer-1");
    public static readonly PrivateKey NextIssuer = PrivateKey.Generate(FapiAlgorithms.PS256, "issuer-2");
    public static readonly PrivateKey Client = PrivateKey.Generate(FapiAlgorithms.ES256);
    public static readonly PrivateKey OtherClient = PrivateKey.Generate(FapiAlgorithms.ES256);
    public static readonly PrivateKey Api = PrivateKey.Generate(FapiAlgorithms.ES256, "api-1");
    public static readonly X509Certificate2 Certificate = MakeCertificate("CN=client");
    public static readonly X509Certificate2 OtherCertificate = MakeCertificate("CN=other");

    public static X509Certificate2 MakeCertificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
