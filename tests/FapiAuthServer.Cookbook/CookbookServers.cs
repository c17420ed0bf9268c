using FapiAuthServer.Cookbook;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

[assembly: AssemblyFixture(typeof(CookbookServers))]

namespace FapiAuthServer.Cookbook;

/// <summary>One running bank per database, shared by all recipes and started when the first of them asks.</summary>
public sealed class CookbookServers : IAsyncDisposable
{
    private readonly Lazy<Task<ServerProcess>> sqlite = new(() => ServerProcess.StartAsync(DatabaseKind.Sqlite));
    private readonly Lazy<Task<ServerProcess>> postgreSql = new(() => ServerProcess.StartAsync(DatabaseKind.PostgreSql));

    public Task<ServerProcess> OnAsync(DatabaseKind database) => (database == DatabaseKind.Sqlite ? sqlite : postgreSql).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { sqlite, postgreSql })
        {
            if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await server.Value).DisposeAsync();
            }
        }
    }
}
