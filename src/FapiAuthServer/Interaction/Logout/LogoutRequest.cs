using System.Security.Cryptography;
using FapiAuthServer.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>
/// A client's wish to sign a customer out, already checked. Kept on the server, so that the customer's browser carries
/// nothing of it but an id: an ID token does not belong into an address.
/// </summary>
internal sealed class LogoutRequest
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private LogoutRequest() { }

    public string Id { get; private set; } = "";
    public string Issuer { get; private set; } = "";

    /// <summary>The client whose ID token came as a hint; null without a hint.</summary>
    public string? ClientId { get; private set; }

    /// <summary>The customer that the hint is about, as that client knows them.</summary>
    public string? HintedSubject { get; private set; }

    /// <summary>Where the customer goes afterwards, one of the client's registered addresses; null for our own page.</summary>
    public string? RedirectUri { get; private set; }
    public string? State { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public static LogoutRequest Open(string issuer, string? clientId, string? hintedSubject, string? redirectUri, string? state, DateTimeOffset now) => new()
    {
        Id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
        Issuer = issuer,
        ClientId = clientId,
        HintedSubject = hintedSubject,
        RedirectUri = redirectUri,
        State = state,
        ExpiresAt = now + Lifetime,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<LogoutRequest>
    {
        public void Configure(EntityTypeBuilder<LogoutRequest> request)
        {
            request.ToTable("LogoutRequests");
            request.HasKey(r => r.Id);
            request.Property(r => r.Id).HasMaxLength(Lengths.Hash).IsUnicode(false);
            request.Property(r => r.Issuer).HasMaxLength(Lengths.Name);
            request.Property(r => r.ClientId).HasMaxLength(Lengths.Identifier);
            request.Property(r => r.HintedSubject).HasMaxLength(Lengths.Identifier);
            request.Property(r => r.RedirectUri).HasMaxLength(Lengths.Text);
            request.HasIndex(r => r.ExpiresAt);
        }
    }
}
