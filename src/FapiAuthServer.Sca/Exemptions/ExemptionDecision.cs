using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>A decision as it is kept: the article, or none, and what was looked at.</summary>
public sealed class ExemptionDecision
{
    public const int InputsLength = 4000;

    private ExemptionDecision()
    {
    }

    internal ExemptionDecision(CodeBinding binding, Article? article, RiskFindings findings, string inputs, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        CustomerId = binding.CustomerId;
        ClientId = binding.ClientId;
        ConsentId = binding.ConsentId;
        ActionHash = binding.Action.Hash;
        IsPayment = binding.Action.IsPayment;
        Article = article;
        Findings = findings;
        Inputs = inputs;
        DecidedAt = now;
    }

    public Guid Id { get; private set; }

    public DateTimeOffset DecidedAt { get; private set; }

    public Guid CustomerId { get; private set; }

    public string ClientId { get; private set; } = "";

    public string ConsentId { get; private set; } = "";

    public string ActionHash { get; private set; } = "";

    public bool IsPayment { get; private set; }

    /// <summary>The exemption, or null when strong authentication was asked for.</summary>
    public Article? Article { get; private set; }

    public RiskFindings Findings { get; private set; }

    /// <summary>When something was given under the exemption; null for a decision that nothing came of.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>What each article that came into question was judged by, counters before and after included, as JSON.</summary>
    public string Inputs { get; private set; } = "";
}

internal sealed class ExemptionDecisionConfiguration : IEntityTypeConfiguration<ExemptionDecision>
{
    public void Configure(EntityTypeBuilder<ExemptionDecision> builder)
    {
        builder.ToTable("ScaDecisions");
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.Property(decision => decision.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(decision => decision.ConsentId).HasMaxLength(CodeBinding.ConsentIdLength);
        builder.Property(decision => decision.ActionHash).HasMaxLength(AuthenticationCode.HashLength);
        builder.Property(decision => decision.Inputs).HasMaxLength(ExemptionDecision.InputsLength);
        builder.Property(decision => decision.DecidedAt).HasConversion<UnixMillisecondsConverter>();
        builder.Property(decision => decision.UsedAt).HasConversion<UnixMillisecondsConverter>();
        builder.HasIndex(decision => new { decision.DecidedAt, decision.Article });
    }
}
