using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Where the bank reports what was paid, and what of it was fraud: without that there is no rate and no report.</summary>
public sealed class PaymentBook
{
    private readonly ScaStore store;
    private readonly TimeProvider clock;

    internal PaymentBook(ScaStore store, TimeProvider clock)
    {
        this.store = store;
        this.clock = clock;
    }

    /// <summary>Enters a payment; false when it was entered already.</summary>
    public Task<bool> RecordAsync(ExecutedPayment payment, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        if (payment.PaymentId.Length is 0 or > PaymentRecord.PaymentIdLength)
            throw new ArgumentException("The payment's name has 1 to 100 characters.", nameof(payment));
        return store.TryInsertAsync(new PaymentRecord(payment), ct);
    }

    /// <summary>Marks a payment as fraud; false when there is none of that name, or it was marked before.</summary>
    public async Task<bool> RecordFraudAsync(string paymentId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        return await store.Payments.Where(p => p.PaymentId == paymentId && p.FraudAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(p => p.FraudAt, now), ct) == 1;
    }
}
