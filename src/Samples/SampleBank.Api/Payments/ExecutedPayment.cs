namespace SampleBank.Api.Payments;

/// <summary>A payment that was carried out.</summary>
internal sealed record ExecutedPayment(string PaymentId, string TransactionStatus, DateTimeOffset ExecutedAt);
