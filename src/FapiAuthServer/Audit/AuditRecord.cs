using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Audit;

/// <summary>One security event: who, at which client and issuer, did what, and on refusal under which clause. Never changed.</summary>
internal sealed class AuditRecord
{
    private AuditRecord() { }

    public Guid Id { get; private set; }
    public DateTimeOffset At { get; private set; }
    public string Event { get; private set; } = "";
    public string Issuer { get; private set; } = "";
    public string? ClientId { get; private set; }
    public string? Subject { get; private set; }
    public string? Endpoint { get; private set; }

    /// <summary>On refusal: the entry of the refusal catalogue. On a change of what a customer authenticates with: of what.</summary>
    public string? Reason { get; private set; }

    /// <summary>On refusal: the clause that demands it.</summary>
    public string? Clause { get; private set; }

    /// <summary>The same from the pushed request to the API call.</summary>
    public Guid CorrelationId { get; private set; }

    public static AuditRecord Create(SecurityEvent what, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Event = what.Name,
        Issuer = what.Issuer,
        ClientId = what.ClientId,
        Subject = what.Subject,
        Endpoint = what.Endpoint,
        Reason = what.Reason,
        Clause = what.Clause,
        CorrelationId = what.CorrelationId,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<AuditRecord>
    {
        public void Configure(EntityTypeBuilder<AuditRecord> record)
        {
            record.ToTable("AuditRecords");
            record.Property(r => r.Event).HasMaxLength(Lengths.Name);
            record.Property(r => r.Issuer).HasMaxLength(Lengths.Name);
            record.Property(r => r.ClientId).HasMaxLength(Lengths.Identifier);
            record.Property(r => r.Subject).HasMaxLength(Lengths.Identifier);
            record.Property(r => r.Endpoint).HasMaxLength(Lengths.Name);
            record.Property(r => r.Reason).HasMaxLength(Lengths.Name);
            record.Property(r => r.Clause).HasMaxLength(Lengths.Name);
            record.HasIndex(r => r.At);
            record.HasIndex(r => r.CorrelationId);
        }
    }
}
