using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Where the bank reports what was paid, and what of it was fraud: without that there is no rate and no report.</summary>
public sealed class PaymentBook
{
    /// <summary>Shorter than the column, so that the place of a payment among several fits behind it.</summary>
    public const int ReportedIdLength = PaymentRecord.PaymentIdLength - 5;

    // Of the bank's clocks among each other.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);

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

    /// <summary>Enters what was carried out on an authentication or exemption, if it is exactly that, once. (SCA-042, SCA-103)</summary>
    public async Task<PaymentReporting> ReportAsync(PaymentReport report, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<Money> amounts = report.Action switch
        {
            ScaAction.Payment payment => [payment.Amount],
            ScaAction.Batch batch => [.. batch.Items.Select(item => item.Amount)],
            _ => throw new ArgumentException("Nothing is paid by that.", nameof(report)),
        };
        if (report.PaymentId.Length is 0 or > ReportedIdLength)
            throw new ArgumentException($"The payment's name has 1 to {ReportedIdLength} characters.", nameof(report));

        if (await FindBasisAsync(report.RecordId, ct) is not { } basis)
            return PaymentReporting.RecordUnknown;
        if (!string.Equals(basis.ActionHash, report.Action.Hash, StringComparison.Ordinal))
            return PaymentReporting.OtherAction;
        if (report.ExecutedAt < basis.At - ClockDrift || report.ExecutedAt > clock.GetUtcNow() + ClockDrift)
            return PaymentReporting.WrongTime;

        var records = amounts.Select((amount, index) => new PaymentRecord(
            new ExecutedPayment(
                amounts.Count == 1 ? report.PaymentId : $"{report.PaymentId}.{index + 1}",
                basis.CustomerId, PaymentType.CreditTransfer, amount, basis.Article, report.ExecutedAt),
            report.RecordId, index + 1, basis.ClientId)).ToList();
        return await EnterAsync(records, ct);
    }

    /// <summary>The record that a payment was made on, or null when it is not known.</summary>
    public Task<Guid?> FindRecordAsync(string paymentId, CancellationToken ct = default) =>
        store.Payments.Where(p => p.PaymentId == paymentId).Select(p => p.RecordId).SingleOrDefaultAsync(ct);

    /// <summary>Marks a payment as fraud, whether or not the money came back.</summary>
    public async Task<FraudReporting> ReportFraudAsync(string paymentId, CancellationToken ct = default)
        => await RecordFraudAsync(paymentId, ct) ? FraudReporting.Marked
            : await store.Payments.AnyAsync(p => p.PaymentId == paymentId, ct) ? FraudReporting.MarkedBefore
            : FraudReporting.PaymentUnknown;

    // All or nothing: of several that were agreed to together none is entered without the others.
    private async Task<PaymentReporting> EnterAsync(List<PaymentRecord> records, CancellationToken ct)
    {
        var entered = await FindEnteredAsync(records, ct);
        if (entered.Count == 0)
        {
            try
            {
                await using var transaction = await store.BeginAsync(ct);
                foreach (var record in records)
                    await store.InsertAsync(record, ct);
                await transaction.CommitAsync(ct);
                return PaymentReporting.Entered;
            }
            catch (DbUpdateException)
            {
                // The same report at the same moment, or it is the database that failed.
                entered = await FindEnteredAsync(records, ct);
                if (entered.Count == 0)
                    throw;
            }
        }

        return entered.Count == records.Count && records.TrueForAll(record => entered.Exists(record.Reports))
            ? PaymentReporting.EnteredBefore
            : PaymentReporting.Conflict;
    }

    private async Task<List<PaymentRecord>> FindEnteredAsync(List<PaymentRecord> records, CancellationToken ct)
    {
        var recordId = records[0].RecordId;
        var names = records.Select(record => record.PaymentId).ToList();
        return await store.Payments.Where(p => p.RecordId == recordId || names.Contains(p.PaymentId)).ToListAsync(ct);
    }

    private async Task<PaymentBasis?> FindBasisAsync(Guid recordId, CancellationToken ct) =>
        await store.Decisions.Where(d => d.Id == recordId && d.Article != null && d.UsedAt != null)
            .Select(d => new PaymentBasis(d.CustomerId, d.ClientId, d.ActionHash, d.Article, d.UsedAt!.Value)).SingleOrDefaultAsync(ct)
        ?? await store.Events.Where(e => e.Id == recordId && e.Kind == ScaEventKind.Verified && e.ActionHash != null && e.ClientId != null)
            .Select(e => new PaymentBasis(e.CustomerId, e.ClientId!, e.ActionHash!, null, e.At)).SingleOrDefaultAsync(ct);
}
