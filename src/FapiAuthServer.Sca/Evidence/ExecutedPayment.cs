using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>A payment the bank has carried out.</summary>
/// <param name="PaymentId">The bank's own name for it; at most 100 characters.</param>
/// <param name="CustomerId">Who paid.</param>
/// <param name="Type">Credit transfer or card.</param>
/// <param name="Amount">How much.</param>
/// <param name="Article">The exemption it was made under, or null after strong authentication.</param>
/// <param name="ExecutedAt">When.</param>
/// <param name="IsRemote">Whether it was begun over the internet.</param>
public sealed record ExecutedPayment(
    string PaymentId, Guid CustomerId, PaymentType Type, Money Amount, Article? Article, DateTimeOffset ExecutedAt, bool IsRemote = true);
