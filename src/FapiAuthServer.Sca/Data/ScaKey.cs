using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Data;

/// <summary>A key for keyed hashes, itself encrypted: whoever has the database alone can check no guess.</summary>
public sealed class ScaKey
{
    private ScaKey()
    {
    }

    internal ScaKey(int id, byte[] protectedKey, DateTimeOffset createdAt)
    {
        Id = id;
        ProtectedKey = protectedKey;
        CreatedAt = createdAt;
    }

    /// <summary>Counts from 1; the newest makes hashes, the older ones still check theirs.</summary>
    public int Id { get; private set; }

    public byte[] ProtectedKey { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class ScaKeyConfiguration : IEntityTypeConfiguration<ScaKey>
{
    public void Configure(EntityTypeBuilder<ScaKey> builder)
    {
        builder.ToTable("ScaKeys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.Property(key => key.ProtectedKey).HasMaxLength(1900);
        builder.Property(key => key.CreatedAt).HasConversion<UnixMillisecondsConverter>();
    }
}
