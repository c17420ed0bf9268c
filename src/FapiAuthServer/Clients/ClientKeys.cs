using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FapiAuthServer.Jose;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Clients;

/// <summary>
/// The public keys of clients, ready to verify with and to encrypt to. Keys by value are parsed once per cached client; keys
/// by reference are fetched, kept, and fetched again when the one that is needed is not among them.
/// </summary>
internal sealed class ClientKeys(OutboundFetcher fetcher, IOptions<ServerOptions> options, TimeProvider time)
{
    private readonly ConditionalWeakTable<RegisteredClient, PublishedKeys> byValue = [];
    private readonly ConcurrentDictionary<string, Fetched> byReference = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> fetching = new(StringComparer.Ordinal);

    /// <summary>The client's signature keys, or null when it has none that can be had.</summary>
    public async ValueTask<VerificationKeySet?> FindAsync(RegisteredClient client, CancellationToken cancellation)
        => (await CurrentAsync(client, cancellation))?.Verification;

    /// <summary>Verifies with the client's keys; and once more, with the keys as they are now, when none of them signed.</summary>
    public async ValueTask<JoseResult<T>> VerifyAsync<T>(
        RegisteredClient client, Func<VerificationKeySet, JoseResult<T>> verify, CancellationToken cancellation)
        where T : class
    {
        if (await CurrentAsync(client, cancellation) is not { } current)
            return JoseResult<T>.Fail(JoseError.KeyNotFound, "The client has no keys that could be had.");

        var verified = verify(current.Verification);
        return verified.Error == JoseError.KeyNotFound && await RefreshAsync(client, cancellation) is { } refreshed
            ? verify(refreshed.Verification)
            : verified;
    }

    /// <summary>The client's key for an encryption algorithm, looked for again when it is not there yet; null when it has none.</summary>
    public async ValueTask<EncryptionKey?> FindEncryptionKeyAsync(RegisteredClient client, string algorithm, CancellationToken cancellation)
        => (await CurrentAsync(client, cancellation))?.Encryption.Find(algorithm)
            ?? (await RefreshAsync(client, cancellation))?.Encryption.Find(algorithm);

    private async ValueTask<PublishedKeys?> CurrentAsync(RegisteredClient client, CancellationToken cancellation)
    {
        if (client.Metadata.Jwks is { } jwks)
            return byValue.GetValue(client, _ => PublishedKeys.Parse(jwks.GetRawText()) ?? PublishedKeys.None);

        if (client.Metadata.JwksUri is not { } uri)
            return null;

        return byReference.TryGetValue(uri, out var fetched) && time.GetUtcNow() < fetched.StaleAt
            ? fetched.Keys
            : await FetchAsync(uri, cancellation);
    }

    // Once more after something was missing, unless that was done a moment ago.
    private async ValueTask<PublishedKeys?> RefreshAsync(RegisteredClient client, CancellationToken cancellation)
    {
        if (client.Metadata.Jwks is not null || client.Metadata.JwksUri is not { } uri)
            return null;

        return byReference.TryGetValue(uri, out var fetched) && time.GetUtcNow() < fetched.MayRefreshAt
            ? null
            : await FetchAsync(uri, cancellation);
    }

    // One fetch at a time per address, so that a burst of requests is one request to the client's server.
    private async ValueTask<PublishedKeys?> FetchAsync(string uri, CancellationToken cancellation)
    {
        var gate = fetching.GetOrAdd(uri, _ => new SemaphoreSlim(1, 1));
        var asked = time.GetUtcNow();
        await gate.WaitAsync(cancellation);
        try
        {
            if (byReference.TryGetValue(uri, out var fetched) && fetched.At > asked)
                return fetched.Keys;

            var document = await fetcher.GetAsync(new Uri(uri), cancellation);
            var keys = (document is null ? null : PublishedKeys.Parse(document)) ?? fetched?.Keys;
            var now = time.GetUtcNow();
            byReference[uri] = new Fetched(keys, now,
                StaleAt: now + (document is null ? options.Value.JwksRefetchInterval : options.Value.JwksCacheLifetime),
                MayRefreshAt: now + options.Value.JwksRefetchInterval);
            return keys;
        }
        finally
        {
            gate.Release();
        }
    }

    private sealed record Fetched(PublishedKeys? Keys, DateTimeOffset At, DateTimeOffset StaleAt, DateTimeOffset MayRefreshAt);
}
