using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>A remote credit transfer that the bank has carried out on what a customer agreed to.</summary>
/// <param name="PaymentId">The bank's own name for it; of several agreed to together, each is named this, a full stop and its place.</param>
/// <param name="RecordId">The event of the authentication, or the decision on the exemption.</param>
/// <param name="Action">What was paid, exactly as it was carried out.</param>
/// <param name="ExecutedAt">When.</param>
public sealed record PaymentReport(string PaymentId, Guid RecordId, ScaAction Action, DateTimeOffset ExecutedAt);
