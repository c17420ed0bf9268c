using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>A series of equal payments that a customer has agreed to, authenticated strongly.</summary>
public sealed class PaymentSeries
{
    private PaymentSeries()
    {
    }

    internal PaymentSeries(CodeBinding binding, ScaAction.Mandate mandate)
    {
        CustomerId = binding.CustomerId;
        ConsentId = binding.ConsentId;
        AmountUnits = mandate.Limits.PerPayment.Units;
        Currency = mandate.Limits.PerPayment.Currency;
        PayeeAccount = mandate.Payee.Account;
        PayeeName = mandate.Payee.Name;
        LastDay = mandate.Limits.LastDay?.DayNumber;
    }

    public Guid CustomerId { get; private set; }

    public string ConsentId { get; private set; } = "";

    public long AmountUnits { get; private set; }

    public string Currency { get; private set; } = "";

    public string PayeeAccount { get; private set; } = "";

    public string PayeeName { get; private set; } = "";

    /// <summary>As the number of a day, or null for an open end.</summary>
    public int? LastDay { get; private set; }

    internal bool Contains(ScaAction.Payment payment, DateOnly today) =>
        payment.Amount.Units == AmountUnits && payment.Amount.Currency == Currency
            && payment.Payee.Account == PayeeAccount && payment.Payee.Name == PayeeName
            && !(today.DayNumber > LastDay);
}

internal sealed class PaymentSeriesConfiguration : IEntityTypeConfiguration<PaymentSeries>
{
    public void Configure(EntityTypeBuilder<PaymentSeries> builder)
    {
        builder.ToTable("ScaPaymentSeries");
        builder.HasKey(series => new { series.CustomerId, series.ConsentId });
        builder.Property(series => series.ConsentId).HasMaxLength(CodeBinding.ConsentIdLength);
        builder.Property(series => series.Currency).HasMaxLength(3);
        builder.Property(series => series.PayeeAccount).HasMaxLength(AccountAccessRecord.AccountLength);
        builder.Property(series => series.PayeeName).HasMaxLength(140);
    }
}
