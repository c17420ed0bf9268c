using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace SampleBank.Api.Payments;

/// <summary>What was paid. A grant is good for one execution, however many tokens and requests there are under it.</summary>
internal sealed class PaymentJournal
{
    private readonly ConcurrentDictionary<string, ExecutedPayment> _byGrant = new(StringComparer.Ordinal);

    /// <summary>Of several requests under one grant, the first executes.</summary>
    public bool TryExecute(string grantId, ExecutedPayment payment) => _byGrant.TryAdd(grantId, payment);

    public bool TryFind(string grantId, [NotNullWhen(true)] out ExecutedPayment? payment) => _byGrant.TryGetValue(grantId, out payment);
}
