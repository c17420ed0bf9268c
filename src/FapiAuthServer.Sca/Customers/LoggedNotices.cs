using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Customers;

/// <summary>Writes notices to the log, where a bank that has no other way yet can pick them up by their event id.</summary>
internal sealed class LoggedNotices(ILogger<LoggedNotices> logger) : ICustomerNotices
{
    public Task NotifyAsync(CustomerNotice notice, CancellationToken ct)
    {
        logger.Notice(notice.CustomerId, notice.Kind);
        return Task.CompletedTask;
    }
}
