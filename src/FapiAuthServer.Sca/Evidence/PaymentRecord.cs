using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>A payment that was carried out, for fraud rates and reports.</summary>
public sealed class PaymentRecord
{
    public const int PaymentIdLength = 100;

    private PaymentRecord()
    {
    }

    internal PaymentRecord(ExecutedPayment payment)
    {
        PaymentId = payment.PaymentId;
        CustomerId = payment.CustomerId;
        Type = payment.Type;
        IsRemote = payment.IsRemote;
        AmountUnits = payment.Amount.Units;
        Currency = payment.Amount.Currency;
        Article = payment.Article;
        ExecutedAt = payment.ExecutedAt;
    }

    internal PaymentRecord(ExecutedPayment payment, Guid recordId, int recordItem, string clientId)
        : this(payment)
    {
        RecordId = recordId;
        RecordItem = recordItem;
        ClientId = clientId;
    }

    /// <summary>The bank's own name for it.</summary>
    public string PaymentId { get; private set; } = "";

    public Guid CustomerId { get; private set; }

    public PaymentType Type { get; private set; }

    public bool IsRemote { get; private set; }

    /// <summary>In hundred-thousandths of the currency: every database adds whole numbers alike.</summary>
    public long AmountUnits { get; private set; }

    public string Currency { get; private set; } = "";

    /// <summary>The exemption, or null after strong authentication.</summary>
    public Article? Article { get; private set; }

    public DateTimeOffset ExecutedAt { get; private set; }

    /// <summary>The event of the authentication, or the decision on the exemption, that it was made on; null where it is not known. (SCA-111)</summary>
    public Guid? RecordId { get; private set; }

    /// <summary>Which of the payments that were agreed to together; 1 for a single one.</summary>
    public int? RecordItem { get; private set; }

    /// <summary>The third party through which; null where it is not known.</summary>
    public string? ClientId { get; private set; }

    /// <summary>When it turned out to be unauthorised or fraudulent, whether or not the money came back.</summary>
    public DateTimeOffset? FraudAt { get; private set; }

    /// <summary>Whether another entry says the same.</summary>
    internal bool Reports(PaymentRecord other) =>
        string.Equals(PaymentId, other.PaymentId, StringComparison.Ordinal) && RecordId == other.RecordId && RecordItem == other.RecordItem
            && AmountUnits == other.AmountUnits && Currency == other.Currency && ExecutedAt.ToUnixTimeMilliseconds() == other.ExecutedAt.ToUnixTimeMilliseconds();
}

internal sealed class PaymentRecordConfiguration : IEntityTypeConfiguration<PaymentRecord>
{
    public void Configure(EntityTypeBuilder<PaymentRecord> builder)
    {
        builder.ToTable("ScaPayments");
        builder.HasKey(payment => payment.PaymentId);
        builder.Property(payment => payment.PaymentId).HasMaxLength(PaymentRecord.PaymentIdLength);
        builder.Property(payment => payment.Currency).HasMaxLength(3);
        builder.Property(payment => payment.ExecutedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(payment => payment.FraudAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(payment => payment.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.HasIndex(payment => payment.ExecutedAt);
        builder.HasIndex(payment => new { payment.RecordId, payment.RecordItem }).IsUnique(); // what was agreed to once is paid once
        builder.HasIndex(payment => new { payment.CustomerId, payment.ExecutedAt });
    }
}
