using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>Whose accounts are whose in the sandbox: the kit says so.</summary>
internal sealed class SandboxAccountOwners(FapiDbContext db, IOptions<ServerOptions> options) : IAccountOwners
{
    public async Task<bool> AreOfOnePersonAsync(Guid customerId, string fromAccount, string toAccount, CancellationToken ct)
    {
        var username = await db.Set<Customer>().Where(customer => customer.Id == customerId).Select(customer => customer.UserName).SingleOrDefaultAsync(ct);
        var own = SandboxKit.ReadCustomers(options.Value).FirstOrDefault(customer => (string?)customer!["username"] == username)?["accounts"]!.AsArray().Select(account => (string?)account!["iban"]).ToHashSet() ?? [];
        return own.Contains(fromAccount) && own.Contains(toAccount);
    }
}
