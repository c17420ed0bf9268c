using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Payments;

[assembly: AssemblyFixture(typeof(PaymentBanks))]

namespace FapiAuthServer.Tests.Payments;

/// <summary>Banks that use exemptions, one per database, started when a test first asks.</summary>
public sealed class PaymentBanks : IAsyncDisposable
{
    private readonly Lazy<Task<PaymentBank>> sqlite = new(() => PaymentBank.OpenAsync(DatabaseKind.Sqlite));
    private readonly Lazy<Task<PaymentBank>> postgreSql = new(() => PaymentBank.OpenAsync(DatabaseKind.PostgreSql));

    public Task<PaymentBank> OnAsync(DatabaseKind database) => (database == DatabaseKind.Sqlite ? sqlite : postgreSql).Value;

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
