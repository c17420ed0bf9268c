using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>What is kept of an authentication code: its keyed hash, and all that it was given for. (SCA-023)</summary>
public sealed class AuthenticationCode
{
    public const int HashLength = 43;

    private AuthenticationCode()
    {
    }

    internal AuthenticationCode(
        Guid id, byte[] secretHash, CodeBinding binding, Guid challengeId, FactorKinds factors, DateTimeOffset now, TimeSpan lifetime)
    {
        Id = id;
        SecretHash = secretHash;
        CustomerId = binding.CustomerId;
        ClientId = binding.ClientId;
        ConsentId = binding.ConsentId;
        ActionHash = binding.Action.Hash;
        ChallengeId = challengeId;
        Factors = factors;
        IssuedAt = now;
        ExpiresAt = now + lifetime;
    }

    public Guid Id { get; private set; }

    public byte[] SecretHash { get; private set; } = [];

    public Guid CustomerId { get; private set; }

    public string ClientId { get; private set; } = "";

    public string ConsentId { get; private set; } = "";

    public string ActionHash { get; private set; } = "";

    public Guid ChallengeId { get; private set; }

    public FactorKinds Factors { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>When it was shown for something else than it was given for, and so lost its worth.</summary>
    public DateTimeOffset? VoidedAt { get; private set; }
}

internal sealed class AuthenticationCodeConfiguration : IEntityTypeConfiguration<AuthenticationCode>
{
    public void Configure(EntityTypeBuilder<AuthenticationCode> builder)
    {
        builder.ToTable("ScaCodes");
        builder.HasKey(code => code.Id);
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.Property(code => code.SecretHash).HasMaxLength(KeyedHashes.Length);
        builder.Property(code => code.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(code => code.ConsentId).HasMaxLength(CodeBinding.ConsentIdLength);
        builder.Property(code => code.ActionHash).HasMaxLength(AuthenticationCode.HashLength);
        builder.Property(code => code.IssuedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(code => code.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(code => code.SpentAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(code => code.VoidedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(code => code.ExpiresAt);
    }
}
