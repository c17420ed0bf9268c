using System.Net;
using System.Net.Sockets;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Clients;

/// <summary>
/// Calls addresses that clients registered, to fetch a document or to tell them something: https only, no redirects, capped in size and time, and
/// never from an address inside the bank's network. The address is checked after it was resolved, on the socket that
/// is then used, so a name that resolves differently the second time gains nothing.
/// </summary>
internal sealed class OutboundFetcher : IDisposable
{
    private const int MaximumBytes = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ILogger<OutboundFetcher> logger;
    private readonly HttpClient http;
    private readonly bool privateAddressesAllowed;

    public OutboundFetcher(IOptions<ServerOptions> options, OutboundTrust trust, ILogger<OutboundFetcher> logger)
    {
        this.logger = logger;
        privateAddressesAllowed = options.Value.IsSandbox;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Timeout,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
            SslOptions = { RemoteCertificateValidationCallback = trust.Validate },
        })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaximumBytes,
        };
    }

    /// <summary>The document as text, or null when it could not be had; the reason is in the log.</summary>
    public async Task<string?> GetAsync(Uri uri, CancellationToken cancellation)
    {
        if (uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0)
        {
            Log.FetchRefused(logger, uri.Host, "the address is not plain https");
            return null;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Accept.ParseAdd("application/jwk-set+json, application/json");
            using var response = await http.SendAsync(request, cancellation);
            if (response.StatusCode == HttpStatusCode.OK)
                return await response.Content.ReadAsStringAsync(cancellation);

            Log.FetchRefused(logger, uri.Host, $"it answered {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException
            || exception is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Log.FetchFailed(logger, exception, uri.Host);
        }

        return null;
    }

    /// <summary>Sends a form, and says whether it was taken; the reason why not is in the log. What is answered is not looked at.</summary>
    public async Task<bool> PostFormAsync(Uri uri, IReadOnlyDictionary<string, string> form, CancellationToken cancellation)
    {
        if (uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0)
        {
            Log.FetchRefused(logger, uri.Host, "the address is not plain https");
            return false;
        }

        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await http.PostAsync(uri, content, cancellation);
            if (response.IsSuccessStatusCode)
                return true;

            Log.FetchRefused(logger, uri.Host, $"it answered {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException
            || exception is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Log.FetchFailed(logger, exception, uri.Host);
        }

        return false;
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = privateAddressesAllowed ? addresses : [.. addresses.Where(PublicAddress.IsPublic)];
        if (allowed.Length == 0)
            throw new HttpRequestException("The host has no public address.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
