namespace FapiAuthServer.Sca.Customers;

internal sealed class NoCustomerDetails : ICustomerDetails
{
    public Task<CustomerDetails?> FindAsync(string subject, CancellationToken ct) => Task.FromResult<CustomerDetails?>(null);
}
