using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Clients;

/// <summary>A registered client: its RFC 7591 metadata, in the issuer it belongs to.</summary>
internal sealed class Client
{
    private Client() { }

    public Guid Id { get; private set; }
    public string Issuer { get; private set; } = "";
    public string ClientId { get; private set; } = "";

    /// <summary>RFC 7591 client metadata, as JSON.</summary>
    public string Metadata { get; private set; } = "";

    /// <summary>The hash of the client's secret, for a client that has one. The secret itself is kept nowhere.</summary>
    public string? SecretHash { get; private set; }

    public bool IsEnabled { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    public static Client Register(string issuer, ClientMetadata metadata, DateTimeOffset now, ClientSecret? secret = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Issuer = issuer,
        ClientId = metadata.ClientId,
        Metadata = metadata.ToJson(),
        SecretHash = secret?.Hash,
        IsEnabled = true,
        CreatedAt = now,
        UpdatedAt = now,
    };

    public void Update(ClientMetadata metadata, DateTimeOffset now, ClientSecret? secret = null)
    {
        Metadata = metadata.ToJson();
        SecretHash = secret?.Hash;
        UpdatedAt = now;
    }

    public void Disable(DateTimeOffset now)
    {
        IsEnabled = false;
        UpdatedAt = now;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Client>
    {
        public void Configure(EntityTypeBuilder<Client> client)
        {
            client.ToTable("Clients");
            client.Property(c => c.Issuer).HasMaxLength(Lengths.Name);
            client.Property(c => c.ClientId).HasMaxLength(Lengths.Identifier);
            client.Property(c => c.SecretHash).HasMaxLength(Lengths.Hash).IsUnicode(false);
            client.HasIndex(c => new { c.Issuer, c.ClientId }).IsUnique();
        }
    }
}
