namespace FapiAuthServer.Sca.Customers;

/// <summary>What the bank knows of its customers beyond their names; a bank puts its customer system here. Without one there is nothing more.</summary>
[ExtensionPoint]
public interface ICustomerDetails
{
    /// <summary>The details of the customer with that public name, as they are now; null when there are none. Asked only when the customer allowed a client to see some.</summary>
    Task<CustomerDetails?> FindAsync(string subject, CancellationToken ct);
}
