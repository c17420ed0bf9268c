using System.Text.Json;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Interaction;

/// <summary>A signed-in customer in one browser, at one issuer. Only the hash of the cookie is kept.</summary>
internal sealed class CustomerSession
{
    private CustomerSession() { }

    public string Id { get; private set; } = "";
    public string Issuer { get; private set; } = "";
    public string Customer { get; private set; } = "";
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>What the customer is about to change of their own factors, or null; nothing of it can be used by whoever reads it.</summary>
    public string? Change { get; private set; }

    public CustomerAuthentication Authentication => JsonSerializer.Deserialize<CustomerAuthentication>(Customer)!;

    public static CustomerSession Open(string id, string issuer, CustomerAuthentication customer, DateTimeOffset expiresAt, string? change = null) => new()
    {
        Id = id,
        Issuer = issuer,
        Customer = JsonSerializer.Serialize(customer),
        ExpiresAt = expiresAt,
        Change = change,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<CustomerSession>
    {
        public void Configure(EntityTypeBuilder<CustomerSession> session)
        {
            session.ToTable("CustomerSessions");
            session.HasKey(s => s.Id);
            session.Property(s => s.Id).HasMaxLength(Lengths.Hash).IsUnicode(false);
            session.Property(s => s.Issuer).HasMaxLength(Lengths.Name);
            session.HasIndex(s => s.ExpiresAt);
            session.Ignore(s => s.Authentication);
        }
    }
}
