using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>
/// Chromium cannot be given an authority to trust. So the server's certificate is verified here, against the configured
/// authorities, and Chromium is told to accept that one key.
/// </summary>
internal static class ServerPin
{
    /// <summary>The hash of the server's public key, as Chromium wants it.</summary>
    public static async Task<string> OfAsync(Uri address, TlsTrust trust, CancellationToken cancellation)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, cancellation);
        await using var stream = new SslStream(socket.GetStream());
        var options = trust.Options(certificate: null);
        options.TargetHost = address.IdnHost;
        await stream.AuthenticateAsClientAsync(options, cancellation);
        using var certificate = X509CertificateLoader.LoadCertificate(stream.RemoteCertificate!.GetRawCertData());
        return Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }
}
