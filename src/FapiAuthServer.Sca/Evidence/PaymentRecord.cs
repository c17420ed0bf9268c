using FapiAuthServer.Sca.Data;
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

    /// <summary>When it turned out to be unauthorised or fraudulent, whether or not the money came back.</summary>
    public DateTimeOffset? FraudAt { get; private set; }
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
        builder.HasIndex(payment => payment.ExecutedAt);
        builder.HasIndex(payment => new { payment.CustomerId, payment.ExecutedAt });
    }
}
