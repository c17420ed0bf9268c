using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Startup.Sandbox;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FapiAuthServer.Startup;

/// <summary>
/// Two TLS endpoints (D7): one never asks for a client certificate, the other does. TLS 1.2 with the recommended suites
/// only, and TLS 1.3 (FAPI2-SP-FINAL-5.2.2).
/// </summary>
internal static class TlsFeature
{
    private const int MaximumBody = 64 * 1024;
    private const int MaximumHeaders = 32 * 1024;

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

    public static void AddTls(this WebApplicationBuilder builder, ServerOptions options)
    {
        var certificate = options.IsSandbox && options.TlsCertificate is null
            ? SandboxKit.HostCertificate(options)
            : X509Certificate2.CreateFromPemFile(options.TlsCertificate!, options.TlsCertificateKey);

        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaximumHeaders;
            kestrel.Limits.MaxRequestLineSize = MaximumHeaders;

            Listen(kestrel, options.ListenPublic ?? options.PublicAddress, certificate, ClientCertificateMode.NoCertificate);
            Listen(kestrel, options.ListenMutualTls ?? options.MutualTlsAddress, certificate, ClientCertificateMode.AllowCertificate);
        });

        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.KeyLengthLimit = 256;
            form.ValueLengthLimit = MaximumBody;
            form.ValueCountLimit = 128;
        });
    }

    private static void Listen(KestrelServerOptions kestrel, string address, X509Certificate2 certificate, ClientCertificateMode mode)
    {
        var uri = new Uri(address);
        void Configure(ListenOptions listen) => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ClientCertificateMode = mode;

            // Any certificate may come in: what it is worth, for binding or for authentication, is decided per client.
            https.ClientCertificateValidation = (_, _, _) => true;
            https.OnAuthenticate = (_, ssl) =>
            {
                if (!OperatingSystem.IsWindows())
                    ssl.CipherSuitesPolicy = new CipherSuitesPolicy(Suites);
            };
        });

        if (uri.IsLoopback)
            kestrel.ListenLocalhost(uri.Port, Configure);
        else if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip))
            kestrel.Listen(ip, uri.Port, Configure);
        else
            kestrel.ListenAnyIP(uri.Port, Configure);
    }
}
