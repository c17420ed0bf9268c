using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Interaction.Devices;

/// <summary>One such bank per database, started when the first test asks.</summary>
public sealed class PhoneBanks : IAsyncDisposable
{
    private readonly Lazy<Task<PhoneBank>> sqlite = new(() => OpenAsync(DatabaseKind.Sqlite));
    private readonly Lazy<Task<PhoneBank>> postgreSql = new(() => OpenAsync(DatabaseKind.PostgreSql));

    public Task<PhoneBank> OnAsync(DatabaseKind database) => (database == DatabaseKind.Sqlite ? sqlite : postgreSql).Value;

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

    private static async Task<PhoneBank> OpenAsync(DatabaseKind database) =>
        new(await InProcessServer.StartAsync(new ServerSetup { Database = database }));
}
