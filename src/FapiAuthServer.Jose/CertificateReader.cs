using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Jose;

internal static class CertificateReader
{
    // The loader would also take PEM and trailing octets; a thumbprint must come from exactly one DER certificate.
    public static bool TryRead(ReadOnlySpan<byte> der, [NotNullWhen(true)] out X509Certificate2? certificate)
    {
        certificate = null;
        if (der.IsEmpty || der[0] != 0x30)
            return false;
        try
        {
            var loaded = X509CertificateLoader.LoadCertificate(der);
            if (loaded.RawDataMemory.Span.SequenceEqual(der))
            {
                certificate = loaded;
                return true;
            }

            loaded.Dispose();
        }
        catch (CryptographicException)
        {
        }

        return false;
    }
}
