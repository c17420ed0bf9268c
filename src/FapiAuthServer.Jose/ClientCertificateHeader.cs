using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Jose;

/// <summary>
/// The <c>Client-Cert</c> header field, by which a TLS-terminating proxy forwards the client's certificate (RFC 9440 §2.2).
/// </summary>
public static class ClientCertificateHeader
{
    /// <summary>The header field's name.</summary>
    public const string Name = "Client-Cert";

    private const int LongestValue = 16 * 1024;
    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Reads the structured-field byte sequence <c>:base64:</c> holding one DER certificate.</summary>
    /// <param name="headerValue">The field value, at most 16384 characters. The caller has checked that it comes from a trusted
    /// proxy.</param>
    /// <param name="certificate">The certificate, to be disposed by the caller; not checked for validity or trust.</param>
    /// <returns>False for anything but exactly one well-formed certificate.</returns>
    public static bool TryParse(string? headerValue, [NotNullWhen(true)] out X509Certificate2? certificate)
    {
        certificate = null;
        var value = headerValue.AsSpan().Trim(' ');
        if (value.Length is < 3 or > LongestValue || value[0] != ':' || value[^1] != ':')
            return false;
        value = value[1..^1];
        if (value.ContainsAnyExcept(Base64))
            return false;
        var der = new byte[value.Length];
        return Convert.TryFromBase64Chars(value, der, out var length)
            && CertificateReader.TryRead(der.AsSpan(0, length), out certificate);
    }
}
