using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>A customer's number; possession is that of the SIM behind it. (SCA-063)</summary>
public sealed class SmsNumber
{
    private SmsNumber()
    {
    }

    internal SmsNumber(
        Guid id, Guid customerId, byte[] protectedNumber, byte[] numberHash, byte[]? activationHash, DateTimeOffset now, DateTimeOffset paymentsFrom)
    {
        Id = id;
        CustomerId = customerId;
        ProtectedNumber = protectedNumber;
        NumberHash = numberHash;
        ActivationHash = activationHash;
        EnrolledAt = now;
        PaymentsFrom = paymentsFrom;

        // Without a code to wait for, the number has been verified already.
        ActivatedAt = activationHash is null ? now : null;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    /// <summary>Encrypted and bound to this row; empty once it is revoked.</summary>
    public byte[] ProtectedNumber { get; private set; } = [];

    /// <summary>To count texts to one number without knowing it.</summary>
    public byte[] NumberHash { get; private set; } = [];

    /// <summary>The keyed hash of the code that was sent to activate it, until it was shown.</summary>
    public byte[]? ActivationHash { get; private set; }

    public DateTimeOffset EnrolledAt { get; private set; }

    public DateTimeOffset PaymentsFrom { get; private set; }

    public DateTimeOffset? ActivatedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    internal static string ContextOf(Guid id) => $"sms-number:{id:N}";
}

internal sealed class SmsNumberConfiguration : IEntityTypeConfiguration<SmsNumber>
{
    public void Configure(EntityTypeBuilder<SmsNumber> builder)
    {
        builder.ToTable("ScaSmsNumbers");
        builder.HasKey(number => number.Id);
        builder.Property(number => number.Id).ValueGeneratedNever();
        builder.Property(number => number.ProtectedNumber).HasMaxLength(1900);
        builder.Property(number => number.NumberHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(number => number.ActivationHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(number => number.EnrolledAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(number => number.PaymentsFrom).HasConversion<UnixMillisecondsConverter>();
        builder.Property(number => number.ActivatedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(number => number.RevokedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(number => number.CustomerId);
    }
}
