using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.RecoveryCodes;

/// <summary>What is kept of a recovery code.</summary>
public sealed class RecoveryCode
{
    private RecoveryCode()
    {
    }

    internal RecoveryCode(Guid customerId, byte[] codeHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        CustomerId = customerId;
        CodeHash = codeHash;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was used, or when newer ones took its place.</summary>
    public DateTimeOffset? SpentAt { get; private set; }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("ScaRecoveryCodes");
        builder.HasKey(code => code.Id);
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.Property(code => code.CodeHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(code => code.CreatedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(code => code.SpentAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(code => code.CustomerId);
    }
}
