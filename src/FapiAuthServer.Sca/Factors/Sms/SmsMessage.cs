using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>One text, and the keyed hash of the code in it.</summary>
public sealed class SmsMessage
{
    private SmsMessage()
    {
    }

    internal SmsMessage(Guid customerId, string? clientId, SmsNumber number, Guid? challengeId, byte[] codeHash, DateTimeOffset now, TimeSpan lifetime)
    {
        Id = Guid.CreateVersion7();
        CustomerId = customerId;
        ClientId = clientId;
        NumberId = number.Id;
        NumberHash = number.NumberHash;
        ChallengeId = challengeId;
        CodeHash = codeHash;
        SentAt = now;
        ExpiresAt = now + lifetime;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public string? ClientId { get; private set; }

    public Guid NumberId { get; private set; }

    public byte[] NumberHash { get; private set; } = [];

    /// <summary>Null for the text that activates a number.</summary>
    public Guid? ChallengeId { get; private set; }

    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset SentAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When a newer text took its place, or it turned out that it cannot be sent.</summary>
    public DateTimeOffset? VoidedAt { get; private set; }
}

internal sealed class SmsMessageConfiguration : IEntityTypeConfiguration<SmsMessage>
{
    public void Configure(EntityTypeBuilder<SmsMessage> builder)
    {
        builder.ToTable("ScaSmsMessages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(message => message.NumberHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(message => message.CodeHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(message => message.SentAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(message => message.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(message => message.VoidedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(message => message.ChallengeId);
        builder.HasIndex(message => new { message.CustomerId, message.SentAt });
        builder.HasIndex(message => new { message.ClientId, message.SentAt });
        builder.HasIndex(message => message.SentAt);
    }
}
