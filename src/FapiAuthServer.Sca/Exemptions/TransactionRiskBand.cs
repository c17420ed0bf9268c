using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>The state of one band, and the quarter it follows from.</summary>
public sealed class TransactionRiskBand
{
    private TransactionRiskBand()
    {
    }

    internal TransactionRiskBand(PaymentType type, int threshold)
    {
        Type = type;
        Threshold = threshold;
    }

    public PaymentType Type { get; private set; }

    public int Threshold { get; private set; }

    public RiskBandState State { get; private set; }

    /// <summary>The last quarter that was closed, such as 2026Q3; empty before the first.</summary>
    public string Quarter { get; private set; } = "";
}

internal sealed class TransactionRiskBandConfiguration : IEntityTypeConfiguration<TransactionRiskBand>
{
    public void Configure(EntityTypeBuilder<TransactionRiskBand> builder)
    {
        builder.ToTable("ScaRiskBands");
        builder.HasKey(band => new { band.Type, band.Threshold });
        builder.Property(band => band.Threshold).ValueGeneratedNever();
        builder.Property(band => band.Quarter).HasMaxLength(6);
    }
}
