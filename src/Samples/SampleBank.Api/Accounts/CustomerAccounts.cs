using System.Text.Json;
using SandboxKit;

namespace SampleBank.Api.Accounts;

/// <summary>The accounts of customers by their subject, from the kit; read again when the file has changed.</summary>
internal sealed class CustomerAccounts(Kit kit)
{
    private readonly string _file = Path.Combine(kit.Directory, "customers.json");
    private readonly Lock _reading = new();
    private DateTime _readVersion;
    private IReadOnlyList<Customer> _customers = [];

    public IReadOnlyList<CustomerAccount> Of(string subject) => Read().FirstOrDefault(customer => customer.Subject == subject)?.Accounts ?? [];

    /// <summary>The customer's own account of that name; null for one that is somebody else's, as for one that does not exist.</summary>
    public CustomerAccount? Find(string subject, string id) => Of(subject).FirstOrDefault(account => account.Id == id);

    private IReadOnlyList<Customer> Read()
    {
        lock (_reading)
        {
            var version = File.GetLastWriteTimeUtc(_file);
            if (version != _readVersion && TryRead() is { } customers)
                (_customers, _readVersion) = (customers, version);
            return _customers;
        }
    }

    // The server writes the file when it starts; a request in that moment is answered from what was read before.
    private IReadOnlyList<Customer>? TryRead()
    {
        try
        {
            return Kit.ReadCustomers(kit.Directory);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
