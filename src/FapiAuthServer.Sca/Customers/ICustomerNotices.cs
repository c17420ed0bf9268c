namespace FapiAuthServer.Sca.Customers;

/// <summary>Tells customers what they must know at once, by the channels that the bank has; to all of them when a factor changes.</summary>
[ExtensionPoint]
public interface ICustomerNotices
{
    /// <summary>Takes a notice on its way, or throws; the customer waits meanwhile, so queue what takes time. A block for good waits until its warning was taken.</summary>
    Task NotifyAsync(CustomerNotice notice, CancellationToken ct);
}
