using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Conformance.Logout;

/// <summary>
/// Listens on loopback for the calls that tell clients of a logout, at the port of the registered address or another that is forwarded
/// to. A listener starts when it is first needed, and serves the whole run.
/// </summary>
internal sealed class LogoutReceivers(LogoutReceiverConfiguration? configuration) : IAsyncDisposable
{
    private const int LargestBody = 64 * 1024;
    private const int MostConnections = 64;

    private readonly SemaphoreSlim starting = new(1);
    private readonly Dictionary<int, WebApplication> listeners = [];
    private readonly ConcurrentDictionary<string, LogoutInbox> inboxes = new();

    /// <summary>From now on the client's calls are kept, until the inbox is disposed of.</summary>
    /// <exception cref="ConformanceException">The client has no such address, or nobody can listen there.</exception>
    public async Task<LogoutInbox> OpenAsync(ClientConfiguration client, ExchangeLog log, CancellationToken cancellation)
    {
        var address = client.BackchannelLogoutUri
            ?? throw new ConformanceException($"{client.ClientId} has no address for back-channel logout; add backchannel_logout_uri to it");
        var receiver = configuration
            ?? throw new ConformanceException("the runner cannot listen for back-channel logout; add logout_receiver with certificate_file and key_file");
        await EnsureListenerAsync(receiver, receiver.Port ?? address.Port, cancellation);
        var inbox = new LogoutInbox(address, client.ClientId, log, () => inboxes.TryRemove(address.AbsolutePath, out _));
        inboxes[address.AbsolutePath] = inbox;
        return inbox;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in listeners.Values)
        {
            await listener.DisposeAsync();
        }
        starting.Dispose();
    }

    private async Task EnsureListenerAsync(LogoutReceiverConfiguration receiver, int port, CancellationToken cancellation)
    {
        await starting.WaitAsync(cancellation);
        try
        {
            if (!listeners.ContainsKey(port))
            {
                listeners[port] = await ListenAsync(receiver, port, cancellation);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new ConformanceException($"port {port} cannot be listened at for back-channel logout; free it, or set logout_receiver.port", exception);
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task<WebApplication> ListenAsync(LogoutReceiverConfiguration receiver, int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.ListenLocalhost(port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = receiver.Certificate;
                    https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                });
            });
        });
        builder.Logging.ClearProviders();
        var listener = builder.Build();
        listener.Run(KeepAsync);
        try
        {
            await listener.StartAsync(cancellation);
            return listener;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    // Whoever calls when nobody listens is told that all is well, or it would call again and again.
    private async Task KeepAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!inboxes.TryGetValue(http.Request.Path.Value ?? "", out var inbox))
        {
            return;
        }
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var handshake = http.Features.Get<ITlsHandshakeFeature>();
        inbox.Put(new LogoutCall(
            http.Request.Method, new Uri(http.Request.GetEncodedUrl()),
            [.. http.Request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
            body, handshake?.Protocol ?? default, handshake?.NegotiatedCipherSuite));
    }
}
