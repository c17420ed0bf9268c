using System.Net;
using System.Text.Json;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer;

/// <summary>Calls to the issuer: https, no redirects, no cookies, bounded in size and time.</summary>
internal sealed class Backchannel : IDisposable
{
    private const int LongestDocument = 128 * 1024;
    private const int MaximumDepth = 16;

    private readonly HttpClient _client;

    public Backchannel(FapiResourceServerOptions options)
    {
        var handler = options.BackchannelHttpHandler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.BackchannelTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler, disposeHandler: options.BackchannelHttpHandler is null)
        {
            Timeout = options.BackchannelTimeout,
            MaxResponseContentBufferSize = LongestDocument,
        };
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>The body of a 200 response.</summary>
    /// <exception cref="BackchannelException">Anything else happened.</exception>
    public async Task<byte[]> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (address.Scheme != Uri.UriSchemeHttps)
            throw new BackchannelException("The address is not https.");
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            if (response.RequestMessage?.RequestUri != address)
                throw new BackchannelException("The response came from another address.");
            return response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw new BackchannelException($"The status was {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            throw new BackchannelException($"The call failed: {exception.HttpRequestError}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackchannelException("The call took too long.", exception);
        }
    }

    /// <summary>The JSON object of a 200 response.</summary>
    /// <exception cref="BackchannelException">Anything else happened.</exception>
    public async Task<JsonElement> SendForObjectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await SendAsync(request, cancellationToken);
        return StrictJson.TryParseObject(body, MaximumDepth, out var json)
            ? json
            : throw new BackchannelException("The response is not a JSON object.");
    }

    public void Dispose() => _client.Dispose();
}
