using System.Text;
using System.Text.Json;
using FapiAuthServer.Jose;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// The issuer's metadata and keys: fetched when first needed, refreshed now and then, and once more for an unknown key.
/// </summary>
internal sealed class IssuerDirectory(
    FapiResourceServerOptions options, Backchannel backchannel, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile IssuerSnapshot? _current;
    private DateTimeOffset _lastAttempt = DateTimeOffset.MinValue;

    /// <summary>The latest snapshot, or null when there is none that may still be used.</summary>
    public async ValueTask<IssuerSnapshot?> GetAsync(CancellationToken cancellationToken)
    {
        var seen = _current;
        var age = seen is null ? TimeSpan.MaxValue : time.GetUtcNow() - seen.FetchedAt;
        if (age < options.KeyRefreshInterval)
            return seen;
        var isUsable = age < options.KeyMaximumAge;
        // While one request refreshes usable keys, the others go on with them.
        var refreshed = await RefreshAsync(seen, RetryInterval, mayWait: !isUsable, cancellationToken);
        return refreshed is not null && time.GetUtcNow() - refreshed.FetchedAt < options.KeyMaximumAge ? refreshed : null;
    }

    /// <summary>A newer snapshot than one that lacks a key, if there may be one already.</summary>
    public ValueTask<IssuerSnapshot?> GetNewerAsync(IssuerSnapshot seen, CancellationToken cancellationToken)
        => RefreshAsync(seen, options.KeyRefetchInterval, mayWait: true, cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async ValueTask<IssuerSnapshot?> RefreshAsync(
        IssuerSnapshot? seen, TimeSpan interval, bool mayWait, CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(mayWait ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
            return _current;
        try
        {
            var now = time.GetUtcNow();
            if (_current != seen || now - _lastAttempt < interval)
                return _current;
            _lastAttempt = now;
            // One impatient client must not end the fetch that others wait for; the backchannel has its own time limit.
            _current = await FetchAsync(now, CancellationToken.None);
            Log.IssuerRefreshed(logger, options.Issuer, _current.Keys.Keys.Count);
        }
        catch (BackchannelException exception)
        {
            Log.IssuerUnavailable(logger, options.Issuer, exception.Message);
            // From the end of the attempt, or those waiting would each try again for as long.
            _lastAttempt = time.GetUtcNow();
        }
        finally
        {
            _gate.Release();
        }

        return _current;
    }

    private async Task<IssuerSnapshot> FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var address = options.MetadataAddress ?? options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration";
        using var metadataRequest = new HttpRequestMessage(HttpMethod.Get, address);
        var metadata = await backchannel.SendForObjectAsync(metadataRequest, cancellationToken);
        // RFC 8414 §3.3: metadata that names another issuer must not be used.
        if (ReadString(metadata, "issuer") != options.Issuer)
            throw new BackchannelException("The metadata is another issuer's.");

        var keysAddress = ReadAddress(metadata, "jwks_uri")
            ?? throw new BackchannelException("The metadata has no https jwks_uri.");
        using var keysRequest = new HttpRequestMessage(HttpMethod.Get, keysAddress);
        var keys = VerificationKeySet.Parse(Encoding.UTF8.GetString(await backchannel.SendAsync(keysRequest, cancellationToken)));
        return keys.IsValid
            ? new IssuerSnapshot(keys.Value, ReadAddress(metadata, "introspection_endpoint"), now)
            : throw new BackchannelException(keys.Description);
    }

    private static string? ReadString(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Uri? ReadAddress(JsonElement json, string name)
        => Uri.TryCreate(ReadString(json, name), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : null;
}
