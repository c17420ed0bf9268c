using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A passkey that was registered for payments: public key, counter, and whether it may leave its device. (SCA-070)</summary>
public sealed class Passkey
{
    public const int CredentialIdLength = 1023;
    public const int LabelLength = 100;

    private Passkey()
    {
    }

    internal Passkey(Guid customerId, RegisteredPasskey registration, string label, DateTimeOffset now, DateTimeOffset paymentsFrom)
    {
        var registered = registration.Credential;
        Id = Guid.CreateVersion7();
        CustomerId = customerId;
        CredentialId = registered.Id;
        PublicKey = registered.PublicKey;
        SignCount = registered.SignCount;
        IsBackupEligible = registered.IsBackupEligible;
        IsBackedUp = registered.IsBackedUp;
        AuthenticatorModel = registered.AaGuid;
        IsAttested = registration.IsAttested;
        Label = label;
        RegisteredAt = now;
        PaymentsFrom = paymentsFrom;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public byte[] CredentialId { get; private set; } = [];

    /// <summary>As COSE_Key.</summary>
    public byte[] PublicKey { get; private set; } = [];

    public long SignCount { get; private set; }

    /// <summary>Whether it may be copied to other devices (BE); never changes.</summary>
    public bool IsBackupEligible { get; private set; }

    /// <summary>Whether it was when last seen (BS).</summary>
    public bool IsBackedUp { get; private set; }

    public Guid AuthenticatorModel { get; private set; }

    /// <summary>Whether a maker whom the bank trusts has vouched for model and key. (SCA-187)</summary>
    public bool IsAttested { get; private set; }

    public string Label { get; private set; } = "";

    public DateTimeOffset RegisteredAt { get; private set; }

    public DateTimeOffset PaymentsFrom { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("ScaPasskeys");
        builder.HasKey(passkey => passkey.Id);
        builder.Property(passkey => passkey.Id).ValueGeneratedNever();
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(Passkey.CredentialIdLength);
        builder.HasIndex(passkey => passkey.CredentialId).IsUnique();
        builder.HasIndex(passkey => passkey.CustomerId);
        builder.Property(passkey => passkey.PublicKey).HasMaxLength(2000);
        builder.Property(passkey => passkey.Label).HasMaxLength(Passkey.LabelLength);
        builder.Property(passkey => passkey.RegisteredAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(passkey => passkey.PaymentsFrom).HasConversion<UnixMillisecondsConverter>();
        builder.Property(passkey => passkey.RevokedAt).HasConversion<UnixMillisecondsConverter>();
    }
}
