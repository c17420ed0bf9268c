using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>One line of what happened; written once, never changed. (SCA-111, SCA-148)</summary>
public sealed class ScaEvent
{
    private ScaEvent()
    {
    }

    internal ScaEvent(ScaEventKind kind, Guid customerId, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7();
        Kind = kind;
        CustomerId = customerId;
        At = at;
    }

    public Guid Id { get; private set; }

    public ScaEventKind Kind { get; private set; }

    public DateTimeOffset At { get; private set; }

    public Guid CustomerId { get; private set; }

    public string? ClientId { get; internal init; }

    public string? ConsentId { get; internal init; }

    public Guid? ChallengeId { get; internal init; }

    public string? ActionHash { get; internal init; }

    public FactorKinds Factors { get; internal init; }

    /// <summary>A code or an operator's reference; nothing a customer typed.</summary>
    public string? Detail { get; internal init; }
}

internal sealed class ScaEventConfiguration : IEntityTypeConfiguration<ScaEvent>
{
    public const int DetailLength = 200;

    public void Configure(EntityTypeBuilder<ScaEvent> builder)
    {
        builder.ToTable("ScaEvents");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.At).HasConversion<UnixMillisecondsConverter>();
        builder.Property(entry => entry.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(entry => entry.ConsentId).HasMaxLength(CodeBinding.ConsentIdLength);
        builder.Property(entry => entry.ActionHash).HasMaxLength(AuthenticationCode.HashLength);
        builder.Property(entry => entry.Detail).HasMaxLength(DetailLength);
        builder.HasIndex(entry => new { entry.At, entry.Kind });
    }
}
