using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>What a customer is about to do, for a decision whether strong authentication is needed.</summary>
/// <param name="Binding">Who, for which client and consent, and what.</param>
public sealed record ScaRequest(CodeBinding Binding)
{
    /// <summary>Whether the customer uses the bank's own channel and not a third party's.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Whether only balances and payments of the last 90 days are looked at, without sensitive payment data. (SCA-084)</summary>
    public bool IsRecentHistoryOnly { get; init; }

    public PaymentType PaymentType { get; init; } = PaymentType.CreditTransfer;

    /// <summary>The consent of the mandate that this payment belongs to, or null.</summary>
    public string? SeriesId { get; init; }

    /// <summary>Whether it comes through a dedicated process that consumers have no access to. (SCA-092)</summary>
    public bool IsCorporateProcess { get; init; }

    /// <summary>What channel and device have found.</summary>
    public RiskFindings Signals { get; init; }

    /// <summary>A sign-in or verification of the same session whose password counts again, or null.</summary>
    public Guid? SessionEventId { get; init; }

    /// <summary>Why the bank asks although Art. 10a forbids it, or null. (SCA-082)</summary>
    public ScaOverride? Override { get; init; }
}
