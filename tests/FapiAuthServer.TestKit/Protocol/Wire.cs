using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>Real TLS to one server node: trusts the kit's authority and nothing else, follows no redirect, keeps no cookie.</summary>
public sealed class Wire(X509Certificate2 authority, IReadOnlyDictionary<int, int> ports) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> clients = new();

    public HttpClient Client(X509Certificate2? certificate) =>
        clients.GetOrAdd(certificate?.Thumbprint ?? "", _ => new HttpClient(Handler(certificate)) { Timeout = TimeSpan.FromSeconds(60) });

    /// <summary>A handler of its own, for a caller that keeps cookies or wants connections nobody else uses.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? certificate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        SslOptions = Tls(certificate),
        ConnectCallback = async (context, cancellation) =>
            new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true),
    };

    /// <summary>A bare connection, for requests no HTTP library would send.</summary>
    public async Task<SslStream> OpenAsync(Uri address, X509Certificate2? certificate, CancellationToken cancellation = default)
    {
        var socket = await ConnectAsync(address.Host, address.Port, cancellation);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = Tls(certificate);
        options.TargetHost = address.Host;
        await stream.AuthenticateAsClientAsync(options, cancellation);
        return stream;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    // A second node publishes the first one's addresses and listens on ports of its own: the caller decides which node answers.
    private async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, ports.GetValueOrDefault(port, port), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions Tls(X509Certificate2? certificate)
    {
        var chain = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        chain.CustomTrustStore.Add(authority);
        var options = new SslClientAuthenticationOptions { CertificateChainPolicy = chain };
        if (certificate is not null)
        {
            options.ClientCertificates = [certificate];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
        return options;
    }
}
