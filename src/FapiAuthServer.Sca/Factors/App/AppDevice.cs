using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>A phone with the banking app: its public key, and the key of its codes, encrypted.</summary>
public sealed class AppDevice
{
    public const int LabelLength = 100;

    private AppDevice()
    {
    }

    internal AppDevice(Guid id, AppActivation activation, AppEnrolment enrolment, byte[] protectedCodeKey, DateTimeOffset now)
    {
        Id = id;
        CustomerId = activation.CustomerId;
        PaymentsFrom = activation.PaymentsFrom;
        PublicKey = enrolment.PublicKey;
        Label = enrolment.Label;
        KeyStorage = enrolment.KeyStorage;
        Unlock = enrolment.Unlock;
        IsIntact = enrolment.IsIntact;
        CheckedAt = now;
        ProtectedCodeKey = protectedCodeKey;
        EnrolledAt = now;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    /// <summary>Of P-256, as SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>The key of the codes the app makes; empty once the device is revoked.</summary>
    public byte[] ProtectedCodeKey { get; private set; } = [];

    /// <summary>What the customer calls it.</summary>
    public string Label { get; private set; } = "";

    public KeyStorage KeyStorage { get; private set; }

    public AppUnlock Unlock { get; private set; }

    /// <summary>The last verdict on whether device or app was tampered with. (SCA-067)</summary>
    public bool IsIntact { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    public DateTimeOffset EnrolledAt { get; private set; }

    public DateTimeOffset PaymentsFrom { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    internal static string ContextOf(Guid id) => $"app-code:{id:N}";
}

internal sealed class AppDeviceConfiguration : IEntityTypeConfiguration<AppDevice>
{
    public void Configure(EntityTypeBuilder<AppDevice> builder)
    {
        builder.ToTable("ScaAppDevices");
        builder.HasKey(device => device.Id);
        builder.Property(device => device.Id).ValueGeneratedNever();
        builder.Property(device => device.PublicKey).HasMaxLength(200);
        builder.Property(device => device.ProtectedCodeKey).HasMaxLength(1900);
        builder.Property(device => device.Label).HasMaxLength(AppDevice.LabelLength);
        builder.Property(device => device.CheckedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(device => device.EnrolledAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(device => device.PaymentsFrom).HasConversion<UnixMillisecondsConverter>();
        builder.Property(device => device.RevokedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(device => device.CustomerId);
    }
}
