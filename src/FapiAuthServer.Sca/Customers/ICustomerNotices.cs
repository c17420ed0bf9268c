namespace FapiAuthServer.Sca.Customers;

/// <summary>Tells customers what they must know at once, by the channels that the bank has; to all of them when a factor changes.</summary>
[ExtensionPoint]
public interface ICustomerNotices
{
    /// <summary>Sends a notice, or throws; a permanent block waits until its warning was sent.</summary>
    Task NotifyAsync(CustomerNotice notice, CancellationToken ct);
}
