using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SandboxKit;

/// <summary>Makes a sample listen where <c>server.json</c> says it is.</summary>
internal static class SandboxEndpoint
{
    private const long LargestRequestBody = 64 * 1024;

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
            https.ClientCertificateMode = clientCertificates;
            // Any certificate will do at this layer: a token is bound to one by its thumbprint, not by who signed it.
            if (clientCertificates != ClientCertificateMode.NoCertificate)
                https.AllowAnyClientCertificate();
        });
    }
}
