using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>How a server under test is started; the defaults are a sandbox on SQLite.</summary>
public sealed record ServerSetup
{
    public DatabaseKind Database { get; init; } = DatabaseKind.Sqlite;

    /// <summary>A database to use instead of a fresh one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Settings below the section `FapiAuthServer`, such as `Sandbox:BankAddress`.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables of the server process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Clients for the kit's `extra-clients` folder, such as those of <see cref="TestClients"/>.</summary>
    public IReadOnlyList<SandboxClient> ExtraClients { get; init; } = [];

    /// <summary>What a server in this process has instead of its own services, or beside them.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);
}
