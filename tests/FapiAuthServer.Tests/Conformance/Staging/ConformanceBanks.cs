using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;

[assembly: AssemblyFixture(typeof(ConformanceBanks))]

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>One running bank per database, shared by all tests and started when the first of them asks.</summary>
public sealed class ConformanceBanks : IAsyncDisposable
{
    private readonly Lazy<Task<Bank>> sqlite = new(() => Bank.OpenAsync(DatabaseKind.Sqlite));
    private readonly Lazy<Task<Bank>> postgreSql = new(() => Bank.OpenAsync(DatabaseKind.PostgreSql));

    public Task<Bank> OnAsync(DatabaseKind database) => (database == DatabaseKind.Sqlite ? sqlite : postgreSql).Value;

    /// <summary>A bank and two clients that nobody else uses.</summary>
    public async Task<Scene> SetAsync(Variant variant, string issuer = "fapi2") =>
        await Scene.SetAsync(await OnAsync(variant.Database), variant, issuer);

    public async ValueTask DisposeAsync()
    {
        foreach (var bank in new[] { sqlite, postgreSql })
        {
            if (bank is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await bank.Value).DisposeAsync();
            }
        }
    }
}
