using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>HTTP over TLS as a client sends it: no redirects, no cookies, no proxy, and one pool of connections per certificate.</summary>
public sealed class HttpWire(TlsTrust trust) : IDisposable
{
    private const int LargestBody = 1 << 20;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, HttpClient> clients = new();

    /// <summary>The answer to a request.</summary>
    /// <exception cref="WireException">There is none.</exception>
    public async Task<WireResponse> SendAsync(WireRequest request, CancellationToken cancellation = default)
    {
        if (!request.Address.IsAbsoluteUri || request.Address.Scheme != Uri.UriSchemeHttps)
        {
            throw new WireException(WireFailure.Unreachable, $"{request.Address} is no https address");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeLimit);
        try
        {
            return request.Headers.DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Count() == request.Headers.Count
                ? await SendByClientAsync(request, limit.Token)
                : await SendByHandAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WireException(WireFailure.Timeout, $"{Where(request)} did not answer in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or AuthenticationException or SocketException)
        {
            throw Explain(exception, request);
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    private async Task<WireResponse> SendByClientAsync(WireRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address);
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        if (request.Form is not null)
        {
            message.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(request.Form.Encode()));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }
        using var answer = await ClientFor(request.Certificate).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value));
        return new WireResponse((int)answer.StatusCode, [.. headers], await ReadBodyAsync(answer, request, cancellation));
    }

    // No library sends one header in two lines.
    private async Task<WireResponse> SendByHandAsync(WireRequest request, CancellationToken cancellation)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(request.Address.Host, request.Address.Port, cancellation);
        await using var stream = new SslStream(socket.GetStream());
        var options = trust.Options(request.Certificate);
        options.TargetHost = request.Address.IdnHost;
        await stream.AuthenticateAsClientAsync(options, cancellation);
        return await HandWrittenHttp.SendAsync(stream, request, LargestBody, cancellation);
    }

    private HttpClient ClientFor(X509Certificate2? certificate) => clients.GetOrAdd(
        certificate?.Thumbprint ?? "",
        _ => new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = trust.Options(certificate),
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5), // Many servers close what is idle, in the very moment one sends.
        })
        { Timeout = Timeout.InfiniteTimeSpan });

    private static async Task<string> ReadBodyAsync(HttpResponseMessage answer, WireRequest request, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LargestBody)
            {
                throw new WireException(WireFailure.TooLarge, $"{Where(request)} answered with more than {LargestBody >> 20} MiB");
            }
        }
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static WireException Explain(Exception exception, WireRequest request)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case WireException known:
                    return new WireException(known.Failure, $"{Where(request)}: {known.Message}", exception);
                case SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.Shutdown) } socket:
                    return new WireException(WireFailure.Unreachable, $"{Where(request)} cannot be reached: {socket.Message}", exception);
                case AuthenticationException:
                    return new WireException(WireFailure.Tls, $"{Where(request)} did not complete the TLS handshake: {inner.Message}", exception);
            }
        }
        return exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
            ? new WireException(WireFailure.Malformed, $"{Where(request)} did not answer with HTTP", exception)
            : new WireException(WireFailure.Closed, $"{Where(request)} closed the connection without an answer", exception);
    }

    private static string Where(WireRequest request) => request.Address.GetLeftPart(UriPartial.Path);
}
