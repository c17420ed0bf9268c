using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>When a customer last authenticated strongly to look at an account through one client: each has a clock of its own. (SCA-085)</summary>
public sealed class AccountAccessRecord
{
    public const int AccountLength = 64;

    private AccountAccessRecord()
    {
    }

    internal AccountAccessRecord(Guid customerId, string clientId, string account, DateTimeOffset now)
    {
        CustomerId = customerId;
        ClientId = clientId;
        Account = account;
        AuthenticatedAt = now;
    }

    public Guid CustomerId { get; private set; }

    public string ClientId { get; private set; } = "";

    public string Account { get; private set; } = "";

    public DateTimeOffset AuthenticatedAt { get; private set; }
}

internal sealed class AccountAccessRecordConfiguration : IEntityTypeConfiguration<AccountAccessRecord>
{
    public void Configure(EntityTypeBuilder<AccountAccessRecord> builder)
    {
        builder.ToTable("ScaAccountAccess");
        builder.HasKey(record => new { record.CustomerId, record.ClientId, record.Account });
        builder.Property(record => record.ClientId).HasMaxLength(CodeBinding.ClientIdLength);
        builder.Property(record => record.Account).HasMaxLength(AccountAccessRecord.AccountLength);
        builder.Property(record => record.AuthenticatedAt).HasConversion<UnixMillisecondsConverter>();
    }
}
