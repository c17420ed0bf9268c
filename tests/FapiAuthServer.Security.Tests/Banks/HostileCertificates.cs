using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>Certificates that a trusted authority was talked into, or that look as if it had been.</summary>
public static class HostileCertificates
{
    public const string CommonName = "2.5.4.3";
    public const string Organization = "2.5.4.10";
    public const string Country = "2.5.4.6";
    public const string UniqueIdentifier = "2.5.4.45";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>A name from its parts, most significant first; a part may hold several attributes.</summary>
    public static X500DistinguishedName Name(params (string Type, object Value)[][] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var part in parts)
            {
                using var set = writer.PushSetOf();
                foreach (var (type, value) in part)
                {
                    using var attribute = writer.PushSequence();
                    writer.WriteObjectIdentifier(type);
                    switch (value)
                    {
                        case byte[] bits:
                            writer.WriteBitString(bits);
                            break;
                        case int number:
                            writer.WriteInteger(number);
                            break;
                        default:
                            writer.WriteCharacterString(UniversalTagNumber.UTF8String, (string)value);
                            break;
                    }
                }
            }
        }
        return new X500DistinguishedName(writer.Encode());
    }

    public static X509Certificate2 Issue(
        X509Certificate2 authority,
        X500DistinguishedName subject,
        string usage = ClientAuthentication,
        int validFromDays = -1,
        int validToDays = 30,
        Action<CertificateRequest>? change = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        change?.Invoke(request);
        var now = DateTimeOffset.UtcNow;
        var signer = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        using var bare = request.Create(authority.SubjectName, signer, now.AddDays(validFromDays), now.AddDays(validToDays), RandomNumberGenerator.GetBytes(16));
        using var joined = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>An authority of the test's own.</summary>
    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(100));
    }

    /// <summary>The right name, by an authority nobody asked.</summary>
    public static X509Certificate2 IssueByStranger(string subject)
    {
        using var stranger = new TestPki();
        return stranger.Issue(subject);
    }
}
