using System.Collections.Concurrent;
using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Sca.Tests;

/// <summary>Keeps notices, and can fail to send them.</summary>
internal sealed class SentNotices : ICustomerNotices
{
    private readonly ConcurrentQueue<CustomerNotice> sent = new();

    public bool IsOutOfOrder { get; set; }

    /// <summary>Called before a notice counts as sent.</summary>
    public Func<CustomerNotice, Task> OnSending { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<CustomerNotice> All => [.. sent];

    public int Count(NoticeKind kind) => sent.Count(notice => notice.Kind == kind);

    public async Task NotifyAsync(CustomerNotice notice, CancellationToken ct)
    {
        if (IsOutOfOrder)
            throw new InvalidOperationException("No notice can be sent.");
        await OnSending(notice);
        sent.Enqueue(notice);
    }
}
