using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A question of a sign-in that has been answered: it is not judged twice. (SCA-181)</summary>
public sealed class SpentPasskeyQuestion
{
    private SpentPasskeyQuestion()
    {
    }

    internal SpentPasskeyQuestion(Guid id, DateTimeOffset expiresAt)
    {
        Id = id;
        ExpiresAt = expiresAt;
    }

    public Guid Id { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }
}

internal sealed class SpentPasskeyQuestionConfiguration : IEntityTypeConfiguration<SpentPasskeyQuestion>
{
    public void Configure(EntityTypeBuilder<SpentPasskeyQuestion> builder)
    {
        builder.ToTable("ScaSpentPasskeyQuestions");
        builder.HasKey(question => question.Id);
        builder.Property(question => question.Id).ValueGeneratedNever();
        builder.Property(question => question.ExpiresAt).HasConversion<UnixMillisecondsConverter>();
    }
}
