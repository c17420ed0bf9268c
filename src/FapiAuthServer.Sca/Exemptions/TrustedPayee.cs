using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>A payee a customer has put on the list, authenticated strongly.</summary>
public sealed class TrustedPayee
{
    private TrustedPayee()
    {
    }

    internal TrustedPayee(Guid customerId, Payee payee, DateTimeOffset now)
    {
        CustomerId = customerId;
        Account = payee.Account;
        Name = payee.Name;
        ListedAt = now;
    }

    public Guid CustomerId { get; private set; }

    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    public DateTimeOffset ListedAt { get; private set; }
}

internal sealed class TrustedPayeeConfiguration : IEntityTypeConfiguration<TrustedPayee>
{
    public void Configure(EntityTypeBuilder<TrustedPayee> builder)
    {
        builder.ToTable("ScaTrustedPayees");
        builder.HasKey(payee => new { payee.CustomerId, payee.Account });
        builder.Property(payee => payee.Account).HasMaxLength(AccountAccessRecord.AccountLength);
        builder.Property(payee => payee.Name).HasMaxLength(140);
        builder.Property(payee => payee.ListedAt).HasConversion<UnixMillisecondsConverter>();
    }
}
