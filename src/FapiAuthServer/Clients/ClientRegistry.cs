using System.Collections.Concurrent;
using FapiAuthServer.Data;
using FapiAuthServer.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Clients;

/// <summary>
/// Clients by issuer and id, kept across requests. An entry goes when any node announces a change to clients, and in
/// any case after <see cref="ServerOptions.ClientCacheLifetime"/>, so a lost announcement heals itself.
/// </summary>
internal sealed class ClientRegistry
{
    /// <summary>Beyond this the cache starts afresh: made-up client ids must not fill the memory.</summary>
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<(string Issuer, string ClientId), Entry> entries = new();
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider time;
    private readonly TimeSpan lifetime;
    private int generation;

    public ClientRegistry(IServiceScopeFactory scopes, ChangeWatch changes, IOptions<ServerOptions> options, TimeProvider time)
    {
        this.scopes = scopes;
        this.time = time;
        lifetime = options.Value.ClientCacheLifetime;
        changes.Changed += stamp =>
        {
            if (stamp != ChangeStamp.Clients)
                return;

            Interlocked.Increment(ref generation);
            entries.Clear();
        };
    }

    /// <summary>The enabled client of this issuer with this id, or null.</summary>
    public async ValueTask<RegisteredClient?> FindAsync(string issuer, string clientId, CancellationToken cancellation)
    {
        if (clientId.Length is 0 or > Lengths.Identifier)
            return null;

        var now = time.GetUtcNow();
        if (entries.TryGetValue((issuer, clientId), out var entry) && now < entry.Until)
            return entry.Client;

        if (entries.Count >= Capacity)
            entries.Clear();

        // What was read before a change was announced is not kept.
        var before = Volatile.Read(ref generation);
        var client = await LoadAsync(issuer, clientId, cancellation);
        if (before == Volatile.Read(ref generation))
            entries[(issuer, clientId)] = new Entry(client, now + lifetime);

        return client;
    }

    private async Task<RegisteredClient?> LoadAsync(string issuer, string clientId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().Clients.AsNoTracking()
            .FirstOrDefaultAsync(client => client.Issuer == issuer && client.ClientId == clientId && client.IsEnabled, cancellation);

        // SQL Server may compare without regard to case; a client id is compared exactly.
        return row is not null && row.ClientId == clientId
            ? new RegisteredClient(row.Issuer, ClientMetadata.Parse(row.Metadata), row.IsEnabled, ClientSecret.OfHash(row.SecretHash))
            : null;
    }

    private sealed record Entry(RegisteredClient? Client, DateTimeOffset Until);
}
