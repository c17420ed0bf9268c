using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Keys;

/// <summary>A key of an issuer, to sign or to decrypt with as its algorithm says. The private part is protected by the data-protection keys.</summary>
internal sealed class IssuerKeyRecord
{
    private IssuerKeyRecord() { }

    /// <summary>Issuer, algorithm and number: two nodes that start at once make the same row, and one of them wins.</summary>
    public string Id { get; private set; } = "";
    public string Issuer { get; private set; } = "";
    public string Algorithm { get; private set; } = "";
    public string KeyId { get; private set; } = "";
    public string ProtectedKey { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    public static IssuerKeyRecord Create(string issuer, string algorithm, int number, string keyId, string protectedKey, DateTimeOffset now) => new()
    {
        Id = $"{issuer}:{algorithm}:{number}",
        Issuer = issuer,
        Algorithm = algorithm,
        KeyId = keyId,
        ProtectedKey = protectedKey,
        CreatedAt = now,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<IssuerKeyRecord>
    {
        public void Configure(EntityTypeBuilder<IssuerKeyRecord> key)
        {
            key.ToTable("IssuerKeys");
            key.HasKey(k => k.Id);
            key.Property(k => k.Id).HasMaxLength(Lengths.Identifier);
            key.Property(k => k.Issuer).HasMaxLength(Lengths.Name);
            key.Property(k => k.Algorithm).HasMaxLength(Lengths.Name);
            key.Property(k => k.KeyId).HasMaxLength(Lengths.Identifier);
        }
    }
}
