using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What is kept of an activation code.</summary>
public sealed class AppActivation
{
    private AppActivation()
    {
    }

    internal AppActivation(Guid id, Guid customerId, byte[] secretHash, DateTimeOffset now, TimeSpan lifetime, DateTimeOffset paymentsFrom)
    {
        Id = id;
        CustomerId = customerId;
        SecretHash = secretHash;
        CreatedAt = now;
        ExpiresAt = now + lifetime;
        PaymentsFrom = paymentsFrom;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public byte[] SecretHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset PaymentsFrom { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }
}

internal sealed class AppActivationConfiguration : IEntityTypeConfiguration<AppActivation>
{
    public void Configure(EntityTypeBuilder<AppActivation> builder)
    {
        builder.ToTable("ScaAppActivations");
        builder.HasKey(activation => activation.Id);
        builder.Property(activation => activation.Id).ValueGeneratedNever();
        builder.Property(activation => activation.SecretHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(activation => activation.CreatedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(activation => activation.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(activation => activation.PaymentsFrom).HasConversion<UnixMillisecondsConverter>();
        builder.Property(activation => activation.UsedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(activation => activation.CustomerId);
    }
}
