using FapiAuthServer.Sca.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;
using FapiAuthServer.Tests.Interaction.Devices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>A bank per database whose notices to customers can be read, started when the first test asks.</summary>
public sealed class OwnBanks : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, Lazy<Task<PhoneBank>>> banks;

    public OwnBanks() => banks = Enum.GetValues<DatabaseKind>().ToDictionary(kind => kind, kind => new Lazy<Task<PhoneBank>>(() => OpenAsync(kind)));

    public KeptNotices Notices { get; } = new();

    /// <summary>A customer whom no other test knows, signed in at their own pages.</summary>
    internal async Task<OwnVisitor> SignInAsync(DatabaseKind database = DatabaseKind.Sqlite)
    {
        var bank = await banks[database].Value;
        return await OwnVisitor.SignInAsync(bank, bank.NextCustomer());
    }

    internal Task<PhoneBank> OpenAsync() => banks[DatabaseKind.Sqlite].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var bank in banks.Values.Where(bank => bank is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await bank.Value).DisposeAsync();
        }
    }

    private async Task<PhoneBank> OpenAsync(DatabaseKind database) => new(await InProcessServer.StartAsync(new ServerSetup
    {
        Database = database,
        Services = services => services.Replace(ServiceDescriptor.Singleton<ICustomerNotices>(Notices)),
    }));
}
