using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>
/// What one client is still to be told of a session that has ended. Written in the transaction that ends the session, and
/// gone when the client has heard of it or cannot be reached for long: no crash loses it.
/// </summary>
internal sealed class LogoutNotice
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private LogoutNotice() { }

    public Guid Id { get; private set; }
    public string Issuer { get; private set; } = "";
    public string ClientId { get; private set; } = "";

    /// <summary>The customer, as this client knows them.</summary>
    public string Subject { get; private set; } = "";
    public string SessionId { get; private set; } = "";

    /// <summary>Grows with every attempt, before it is made: of several nodes one gets to make it.</summary>
    public int Attempts { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public static LogoutNotice Create(string issuer, string clientId, string subject, string sessionId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Issuer = issuer,
        ClientId = clientId,
        Subject = subject,
        SessionId = sessionId,
        DueAt = now,
        ExpiresAt = now + Lifetime,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<LogoutNotice>
    {
        public void Configure(EntityTypeBuilder<LogoutNotice> notice)
        {
            notice.ToTable("LogoutNotices");
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.Property(n => n.Issuer).HasMaxLength(Lengths.Name);
            notice.Property(n => n.ClientId).HasMaxLength(Lengths.Identifier);
            notice.Property(n => n.Subject).HasMaxLength(Lengths.Identifier);
            notice.Property(n => n.SessionId).HasMaxLength(Lengths.Hash).IsUnicode(false);
            notice.HasIndex(n => n.DueAt);
            notice.HasIndex(n => n.ExpiresAt);
        }
    }
}
