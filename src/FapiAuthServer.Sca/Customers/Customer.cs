using FapiAuthServer.Sca.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Sca.Customers;

/// <summary>A customer of the bank, with the credentials that prove it and the count of failures against it.</summary>
public sealed class Customer : IdentityUser<Guid>
{
    public const int SubjectLength = 32;
    public const int DisplayNameLength = 200;

    private Customer()
    {
    }

    internal Customer(string username, string displayName, string subject)
    {
        Id = Guid.CreateVersion7();
        UserName = username;
        DisplayName = displayName;
        Subject = subject;
    }

    /// <summary>The random name under which the outside world knows the customer.</summary>
    public string Subject { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    /// <summary>The TOTP seed, encrypted and bound to this row; null until the factor is enrolled.</summary>
    public byte[]? ProtectedTotpSecret { get; internal set; }

    /// <summary>A new TOTP seed whose first code the customer has yet to show, encrypted like the other.</summary>
    public byte[]? ProtectedNewTotpSecret { get; private set; }

    /// <summary>The last time step whose code was accepted; only later ones are from then on.</summary>
    public long LastTotpStep { get; private set; }

    /// <summary>How far ahead of ours the clock of the device was then, in time steps. (SCA-165)</summary>
    public int TotpDrift { get; private set; }

    /// <summary>Attempts counted since the last full success or the end of the last block.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>Temporary blocks since the last full success; each doubles the next.</summary>
    public int TemporaryBlocks { get; private set; }

    /// <summary>End of the temporary block, past or to come; null when there was none since the last full success.</summary>
    public DateTimeOffset? BlockedUntil { get; private set; }

    /// <summary>Blocked for good, after more failures than temporary blocks are there for.</summary>
    public bool IsBlockedForGood { get; private set; }

    /// <summary>Whether the customer was told that the next block is for good.</summary>
    public bool IsWarned { get; private set; }

    /// <summary>The one challenge that can be answered now.</summary>
    public Guid? CurrentChallengeId { get; private set; }

    /// <summary>Blocked by the bank until it says otherwise.</summary>
    public bool IsSuspended { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    internal BlockState BlockState => new(FailedAttempts, TemporaryBlocks, BlockedUntil, IsBlockedForGood, IsWarned);

    internal CustomerIdentity Identity => new(Id, Subject, UserName!, DisplayName);
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("Customers");
        builder.HasKey(customer => customer.Id);
        builder.Property(customer => customer.Id).ValueGeneratedNever();

        builder.Property(customer => customer.UserName).HasMaxLength(Username.MaxLength).IsRequired();
        builder.Property(customer => customer.NormalizedUserName).HasMaxLength(Username.MaxLength).IsRequired();
        builder.HasIndex(customer => customer.NormalizedUserName).IsUnique();
        builder.Property(customer => customer.Subject).HasMaxLength(Customer.SubjectLength).IsRequired();
        builder.HasIndex(customer => customer.Subject).IsUnique();
        builder.Property(customer => customer.DisplayName).HasMaxLength(Customer.DisplayNameLength).IsRequired();
        builder.Property(customer => customer.PasswordHash).HasMaxLength(256);
        builder.Property(customer => customer.ProtectedTotpSecret).HasMaxLength(1900);
        builder.Property(customer => customer.ProtectedNewTotpSecret).HasMaxLength(1900);
        builder.Property(customer => customer.BlockedUntil).HasConversion<UnixMillisecondsConverter>();
        builder.Property(customer => customer.ClosedAt).HasConversion<UnixMillisecondsConverter>();

        builder.Ignore(customer => customer.BlockState);
        builder.Ignore(customer => customer.Identity);

        // Identity's own lockout and stamps are read, changed in memory and written back: two nodes would miscount.
        builder.Ignore(customer => customer.AccessFailedCount);
        builder.Ignore(customer => customer.LockoutEnabled);
        builder.Ignore(customer => customer.LockoutEnd);
        builder.Ignore(customer => customer.ConcurrencyStamp);
        builder.Ignore(customer => customer.SecurityStamp);

        // Factors are ours, and the bank keeps its customers' addresses.
        builder.Ignore(customer => customer.TwoFactorEnabled);
        builder.Ignore(customer => customer.Email);
        builder.Ignore(customer => customer.NormalizedEmail);
        builder.Ignore(customer => customer.EmailConfirmed);
        builder.Ignore(customer => customer.PhoneNumber);
        builder.Ignore(customer => customer.PhoneNumberConfirmed);
    }
}
