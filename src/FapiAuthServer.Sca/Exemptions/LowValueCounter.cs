using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Small payments of a customer since strong authentication was last applied to a payment.</summary>
public sealed class LowValueCounter
{
    private LowValueCounter()
    {
    }

    internal LowValueCounter(Guid customerId) => CustomerId = customerId;

    public Guid CustomerId { get; private set; }

    public int Count { get; private set; }

    public long SumUnits { get; private set; }
}

internal sealed class LowValueCounterConfiguration : IEntityTypeConfiguration<LowValueCounter>
{
    public void Configure(EntityTypeBuilder<LowValueCounter> builder)
    {
        builder.ToTable("ScaLowValueCounters");
        builder.HasKey(counter => counter.CustomerId);
        builder.Property(counter => counter.CustomerId).ValueGeneratedNever();
    }
}
