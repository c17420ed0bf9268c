using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.SingleUse;

/// <summary>A value that was seen and must not be seen again before it expires: an assertion's or a proof's id.</summary>
internal sealed class ReplayEntry
{
    private ReplayEntry() { }

    public string Id { get; private set; } = "";
    public DateTimeOffset ExpiresAt { get; private set; }

    public static ReplayEntry Create(ReplayKind kind, string issuer, string owner, string value, DateTimeOffset until) => new()
    {
        Id = Identify(kind, issuer, owner, value),
        ExpiresAt = until,
    };

    // Each part carries its length, so that no two different lists of parts can read the same.
    public static string Identify(ReplayKind kind, string issuer, string owner, string value)
        => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{(int)kind}|{issuer.Length}:{issuer}|{owner.Length}:{owner}|{value.Length}:{value}")));

    internal sealed class Mapping : IEntityTypeConfiguration<ReplayEntry>
    {
        public void Configure(EntityTypeBuilder<ReplayEntry> entry)
        {
            entry.ToTable("ReplayEntries");
            entry.HasKey(e => e.Id);
            entry.Property(e => e.Id).HasMaxLength(Lengths.Hash).IsUnicode(false);
            entry.HasIndex(e => e.ExpiresAt);
        }
    }
}
