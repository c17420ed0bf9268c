using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.SingleUse;

/// <summary>
/// A pushed request, code or refresh token. Only the hash of its handle is kept, so a copy of the database opens
/// nothing; kind and issuer are hashed with it, so a handle means nothing elsewhere.
/// </summary>
internal sealed class Artefact
{
    /// <summary>256 bits: beyond guessing, and 43 characters on the wire.</summary>
    private const int HandleBytes = 32;

    /// <summary>No handle of ours is longer; anything longer is not worth hashing.</summary>
    private const int MaximumHandleLength = 64;

    private Artefact() { }

    public string Id { get; private set; } = "";
    public ArtefactKind Kind { get; private set; }
    public string Issuer { get; private set; } = "";
    public string ClientId { get; private set; } = "";
    public Guid CorrelationId { get; private set; }
    public Guid? GrantId { get; private set; }
    public string Data { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Set once, by a conditional update: of parallel users exactly one wins.</summary>
    public DateTimeOffset? ConsumedAt { get; private set; }

    public static (Artefact Artefact, string Handle) Create(ArtefactKind kind, string issuer, string clientId,
        Guid correlationId, Guid? grantId, string data, DateTimeOffset now, TimeSpan lifetime)
    {
        var handle = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(HandleBytes));
        return (new Artefact
        {
            Id = Identify(kind, issuer, handle)!,
            Kind = kind,
            Issuer = issuer,
            ClientId = clientId,
            CorrelationId = correlationId,
            GrantId = grantId,
            Data = data,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        }, handle);
    }

    /// <summary>The key under which a handle of this kind and issuer is stored; null when it cannot be one of ours.</summary>
    public static string? Identify(ArtefactKind kind, string issuer, string handle)
        => handle.Length is 0 or > MaximumHandleLength
            ? null
            : WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes($"{(int)kind}|{issuer}|{handle}")));

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    public void Consume(DateTimeOffset now) => ConsumedAt = now;

    internal sealed class Mapping : IEntityTypeConfiguration<Artefact>
    {
        public void Configure(EntityTypeBuilder<Artefact> artefact)
        {
            artefact.ToTable("Artefacts");
            artefact.HasKey(a => a.Id);
            artefact.Property(a => a.Id).HasMaxLength(Lengths.Hash).IsUnicode(false);
            artefact.Property(a => a.Issuer).HasMaxLength(Lengths.Name);
            artefact.Property(a => a.ClientId).HasMaxLength(Lengths.Identifier);
            artefact.Property(a => a.ConsumedAt).IsConcurrencyToken();
            artefact.HasIndex(a => a.ExpiresAt);
            artefact.HasIndex(a => a.GrantId);
        }
    }
}
