using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A registration between its two steps.</summary>
public sealed class PasskeyRegistration
{
    public const int OptionsLength = 4000;

    private PasskeyRegistration()
    {
    }

    internal PasskeyRegistration(Guid customerId, string options, DateTimeOffset now, TimeSpan lifetime, DateTimeOffset paymentsFrom)
    {
        Id = Guid.CreateVersion7();
        CustomerId = customerId;
        Options = options;
        ExpiresAt = now + lifetime;
        PaymentsFrom = paymentsFrom;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    /// <summary>What the browser was asked for, challenge included.</summary>
    public string Options { get; private set; } = "";

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset PaymentsFrom { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }
}

internal sealed class PasskeyRegistrationConfiguration : IEntityTypeConfiguration<PasskeyRegistration>
{
    public void Configure(EntityTypeBuilder<PasskeyRegistration> builder)
    {
        builder.ToTable("ScaPasskeyRegistrations");
        builder.HasKey(registration => registration.Id);
        builder.Property(registration => registration.Id).ValueGeneratedNever();
        builder.Property(registration => registration.Options).HasMaxLength(PasskeyRegistration.OptionsLength);
        builder.Property(registration => registration.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(registration => registration.PaymentsFrom).HasConversion<UnixMillisecondsConverter>();
        builder.Property(registration => registration.UsedAt).HasConversion<UnixMillisecondsConverter>();
    }
}
