using System.Collections.Concurrent;
using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>What the bank has told its customers.</summary>
public sealed class KeptNotices : ICustomerNotices
{
    private readonly ConcurrentQueue<CustomerNotice> kept = new();

    public IReadOnlyList<(NoticeKind Kind, string? Detail)> Of(Guid customer) =>
        [.. kept.Where(notice => notice.CustomerId == customer).Select(notice => (notice.Kind, notice.Detail))];

    public Task NotifyAsync(CustomerNotice notice, CancellationToken ct)
    {
        kept.Enqueue(notice);
        return Task.CompletedTask;
    }
}
