using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Sca.Tests.Factors.Passkeys;

/// <summary>A maker of authenticators: a root, which the bank may trust, and a certificate for a model, as WebAuthn Level 3, §8.2.1 wants it.</summary>
internal sealed class PasskeyMaker : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2060, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 root;
    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");

    public PasskeyMaker(DateTimeOffset? until = null)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("C=DE, O=Maker, CN=Maker Root", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        root = authority.CreateSelfSigned(From, To);
        File.WriteAllText(file, root.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var model = new CertificateRequest("C=DE, O=Maker, OU=Authenticator Attestation, CN=Model 1", key, HashAlgorithmName.SHA256);
        model.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        using var certificate = model.Create(root, From, until ?? To, RandomNumberGenerator.GetBytes(12));
        Certificate = certificate.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The file with the root.</summary>
    public string Roots => file;

    public void Dispose()
    {
        root.Dispose();
        Certificate.Dispose();
        File.Delete(file);
    }
}
