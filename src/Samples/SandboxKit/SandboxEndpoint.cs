using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SandboxKit;

/// <summary>Makes a sample listen where <c>server.json</c> says it is.</summary>
internal static class SandboxEndpoint
{
    private const long LargestRequestBody = 64 * 1024;

    // The recommended suites alone (FAPI2-SP-FINAL-5.2.2): the platform's own choice has CBC among them.
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    public static void ListenOn(this KestrelServerOptions kestrel, string address, Kit kit, ClientCertificateMode clientCertificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestRequestBody;
        var uri = new Uri(address);
        if (uri.IsLoopback)
            kestrel.ListenLocalhost(uri.Port, UseTls);
        else
            kestrel.ListenAnyIP(uri.Port, UseTls);

        void UseTls(ListenOptions listen) => listen.UseHttps(https =>
        {
            https.ServerCertificate = kit.HostCertificate;
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.OnAuthenticate = (_, ssl) =>
            {
                if (!OperatingSystem.IsWindows())
                    ssl.CipherSuitesPolicy = new CipherSuitesPolicy(Suites);
            };
            https.ClientCertificateMode = clientCertificates;
            // Any certificate will do at this layer: a token is bound to one by its thumbprint, not by who signed it.
            if (clientCertificates != ClientCertificateMode.NoCertificate)
                https.AllowAnyClientCertificate();
        });
    }
}
