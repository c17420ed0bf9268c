using FapiAuthServer.Sca.Customers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Data;

/// <summary>The host's context, under a type that says nothing of the host.</summary>
internal sealed class ScaStore(DbContext context)
{
    // Never tracked: a tracked copy written back as a whole would undo what another node has counted since.
    public IQueryable<Customer> Customers => context.Set<Customer>().AsNoTracking();

    public void Forget(Customer customer) => context.Entry(customer).State = EntityState.Detached;

    // A count made inside the caller's transaction would vanish with its rollback, and with it the limit on guesses.
    public void RequireNoTransaction()
    {
        if (context.Database.CurrentTransaction is not null)
            throw new InvalidOperationException("A sign-in must not be completed inside a database transaction.");
    }
}
