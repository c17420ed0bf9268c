using System.Security.Cryptography;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>One question to one customer about one action. (SCA-190)</summary>
public sealed class Challenge
{
    public const int NonceLength = 32;

    private Challenge()
    {
    }

    internal Challenge(ChallengeRequest request, DateTimeOffset now, TimeSpan lifetime)
    {
        Id = Guid.CreateVersion7();
        CustomerId = request.Binding.CustomerId;
        ClientId = request.Binding.ClientId;
        ConsentId = request.Binding.ConsentId;
        ClientName = request.ClientName;
        Action = request.Binding.Action.Canonical;
        ActionHash = request.Binding.Action.Hash;
        IsPayment = request.Binding.Action.IsPayment;
        Factors = request.Factors;
        SessionEventId = request.SessionEventId;
        Nonce = RandomNumberGenerator.GetBytes(NonceLength);
        CreatedAt = now;
        ExpiresAt = now + lifetime;
    }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public string ClientId { get; private set; } = "";

    public string ConsentId { get; private set; } = "";

    /// <summary>The client as the customer knows it.</summary>
    public string ClientName { get; private set; } = "";

    /// <summary>The canonical form.</summary>
    public string Action { get; private set; } = "";

    public string ActionHash { get; private set; } = "";

    public bool IsPayment { get; private set; }

    /// <summary>The factors to be shown, all of them.</summary>
    public FactorKinds Factors { get; private set; }

    /// <summary>The event of the same session whose knowledge is used again, or null.</summary>
    public Guid? SessionEventId { get; private set; }

    public byte[] Nonce { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public ChallengeState State { get; private set; }

    /// <summary>The number shown in the browser, to be found in the app.</summary>
    public int? MatchNumber { get; private set; }

    /// <summary>The device that approved, or null.</summary>
    public Guid? ApprovedBy { get; private set; }

    /// <summary>How that device was unlocked, in words of RFC 8176 separated by spaces.</summary>
    public string? ApprovedWith { get; private set; }

    internal CodeBinding Binding => new(CustomerId, ClientId, ConsentId, ScaAction.Read(Action));

    internal bool IsOpenAt(DateTimeOffset now) => State == ChallengeState.Open && now < ExpiresAt;
}

internal sealed class ChallengeConfiguration : IEntityTypeConfiguration<Challenge>
{
    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("ScaChallenges");
        builder.HasKey(challenge => challenge.Id);
        builder.Property(challenge => challenge.Id).ValueGeneratedNever();
        builder.Property(challenge => challenge.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(challenge => challenge.ConsentId).HasMaxLength(CodeBinding.ConsentIdLength);
        builder.Property(challenge => challenge.ClientName).HasMaxLength(ChallengeRequest.ClientNameLength);
        builder.Property(challenge => challenge.ActionHash).HasMaxLength(AuthenticationCode.HashLength);
        builder.Property(challenge => challenge.Nonce).HasMaxLength(Challenge.NonceLength);
        builder.Property(challenge => challenge.ApprovedWith).HasMaxLength(50);
        builder.Property(challenge => challenge.CreatedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(challenge => challenge.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
        builder.Ignore(challenge => challenge.Binding);

        builder.HasIndex(challenge => new { challenge.CustomerId, challenge.CreatedAt });
        builder.HasIndex(challenge => new { challenge.ClientId, challenge.CreatedAt });
        builder.HasIndex(challenge => challenge.CreatedAt);
    }
}
