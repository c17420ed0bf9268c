using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FapiAuthServer.Jose;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Clients;

/// <summary>
/// The public keys of clients, ready to verify with. Keys by value are parsed once per cached client; keys by
/// reference are fetched, kept, and fetched again when a client signs with a key that is not among them.
/// </summary>
internal sealed class ClientKeys(OutboundFetcher fetcher, IOptions<ServerOptions> options, TimeProvider time)
{
    private readonly ConditionalWeakTable<RegisteredClient, VerificationKeySet> byValue = [];
    private readonly ConcurrentDictionary<string, Fetched> byReference = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> fetching = new(StringComparer.Ordinal);

    /// <summary>The client's keys, or null when it has none that can be had.</summary>
    public async ValueTask<VerificationKeySet?> FindAsync(RegisteredClient client, CancellationToken cancellation)
    {
        if (client.Metadata.Jwks is { } jwks)
            return byValue.GetValue(client, _ => VerificationKeySet.Parse(jwks.GetRawText()) is { IsValid: true } parsed ? parsed.Value! : Empty);

        if (client.Metadata.JwksUri is not { } uri)
            return null;

        return byReference.TryGetValue(uri, out var fetched) && time.GetUtcNow() < fetched.StaleAt
            ? fetched.Keys
            : await FetchAsync(uri, cancellation);
    }

    /// <summary>Fetches the client's keys once more after an unknown key id, unless that was done a moment ago.</summary>
    public async ValueTask<VerificationKeySet?> RefreshAsync(RegisteredClient client, CancellationToken cancellation)
    {
        if (client.Metadata.Jwks is not null || client.Metadata.JwksUri is not { } uri)
            return null;

        return byReference.TryGetValue(uri, out var fetched) && time.GetUtcNow() < fetched.MayRefreshAt
            ? null
            : await FetchAsync(uri, cancellation);
    }

    // One fetch at a time per address, so that a burst of requests is one request to the client's server.
    private async ValueTask<VerificationKeySet?> FetchAsync(string uri, CancellationToken cancellation)
    {
        var gate = fetching.GetOrAdd(uri, _ => new SemaphoreSlim(1, 1));
        var asked = time.GetUtcNow();
        await gate.WaitAsync(cancellation);
        try
        {
            if (byReference.TryGetValue(uri, out var fetched) && fetched.At > asked)
                return fetched.Keys;

            var document = await fetcher.GetAsync(new Uri(uri), cancellation);
            var keys = document is not null && VerificationKeySet.Parse(document) is { IsValid: true } parsed ? parsed.Value : fetched?.Keys;
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

    private static VerificationKeySet Empty { get; } = VerificationKeySet.Parse("""{"keys":[]}""").Value!;

    private sealed record Fetched(VerificationKeySet? Keys, DateTimeOffset At, DateTimeOffset StaleAt, DateTimeOffset MayRefreshAt);
}
