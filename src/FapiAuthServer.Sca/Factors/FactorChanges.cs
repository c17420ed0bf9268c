using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Factors;

/// <summary>What every room does when a factor comes or goes: ask by what right, write it down, tell the customer. (SCA-105, SCA-211)</summary>
internal sealed class FactorChanges(
    ScaStore store, ScaEvents events, ICustomerNotices notices, CustomerDirectory directory, TimeProvider clock, ILogger<FactorChanges> logger)
{
    public async Task<Customer> RequireAsync(
        Guid customerId, FactorKinds kind, ChangeKind change, FactorAuthority authority, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(authority);
        authority.Require(customerId, kind, change, clock.GetUtcNow());

        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == customerId && c.ClosedAt == null, ct);
        if (customer is null)
            throw new EnrolmentRefusedException(["UnknownCustomer"]);

        // The bank enrols while a customer is blocked, to restore access; the customer does not.
        if (authority is FactorAuthority.ByCustomer && directory.GetState(customer) != CustomerState.Active)
            throw new EnrolmentRefusedException(["NotAuthorized"]);
        return customer;
    }

    public Task AddedAsync(Guid customerId, FactorKinds kind, CancellationToken ct) =>
        ReportAsync(ScaEventKind.FactorAdded, NoticeKind.FactorAdded, customerId, kind, null, ct);

    public Task RemovedAsync(Guid customerId, FactorKinds kind, string reason, CancellationToken ct) =>
        ReportAsync(ScaEventKind.FactorRemoved, NoticeKind.FactorRemoved, customerId, kind, reason, ct);

    private async Task ReportAsync(
        ScaEventKind eventKind, NoticeKind notice, Guid customerId, FactorKinds kind, string? reason, CancellationToken ct)
    {
        await events.RecordAsync(eventKind, customerId, kind, ct, reason);
        logger.FactorChanged(customerId, eventKind, kind);
        await notices.NotifyAsync(new CustomerNotice(customerId, notice, kind.ToString()), ct);
    }
}
