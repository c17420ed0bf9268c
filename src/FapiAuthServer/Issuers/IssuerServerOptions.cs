using System.Collections.Concurrent;
using FapiAuthServer.Keys;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace FapiAuthServer.Issuers;

/// <summary>
/// The engine's options, one set per issuer: it reads them anew on every request, so each request gets those of its
/// issuer. A set is built once and again whenever the issuer's keys change.
/// </summary>
internal sealed class IssuerServerOptions : IOptionsMonitor<OpenIddictServerOptions>
{
    private readonly ConcurrentDictionary<string, OpenIddictServerOptions> built = new(StringComparer.Ordinal);
    private readonly IOptionsFactory<OpenIddictServerOptions> factory;
    private readonly CurrentIssuer current;
    private readonly Lock building = new();

    public IssuerServerOptions(IOptionsFactory<OpenIddictServerOptions> factory, CurrentIssuer current, KeyRing keys)
    {
        this.factory = factory;
        this.current = current;
        keys.Changed += built.Clear;
    }

    public OpenIddictServerOptions CurrentValue => For(
        current.Value ?? throw new InvalidOperationException("The protocol engine was used outside a request to an issuer."));

    public OpenIddictServerOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<OpenIddictServerOptions, string?> listener) => null;

    private OpenIddictServerOptions For(Issuer issuer)
    {
        if (built.TryGetValue(issuer.Name, out var options))
            return options;

        lock (building)
            return built.GetOrAdd(issuer.Name, _ => factory.Create(Options.DefaultName));
    }
}
