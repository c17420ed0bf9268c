using System.Security.Cryptography;
using System.Text.Json;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Sca.Customers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Interaction;

/// <summary>
/// A customer's visit, from opening an authorization request to deciding on it. Kept on the server and tied to the
/// browser by a cookie: the browser carries nothing but an id, so a slow customer loses nothing and a forged form has
/// nothing to forge.
/// </summary>
internal sealed class InteractionRecord
{
    // Asked for several times in a request; it is the text that is kept.
    private (string? Text, ApprovalState? State) read;

    private InteractionRecord() { }

    public string Id { get; private set; } = "";
    public string BrowserHash { get; private set; } = "";
    public string Issuer { get; private set; } = "";
    public string ClientId { get; private set; } = "";
    public Guid CorrelationId { get; private set; }

    /// <summary>The pushed request this visit answers; of several visits to one request, one is answered.</summary>
    public string ArtefactId { get; private set; } = "";

    /// <summary>The authorization request's parameters, as they were pushed.</summary>
    public string Parameters { get; private set; } = "";

    public string? Attempt { get; private set; }
    public string? Customer { get; private set; }

    /// <summary>How far the customer is with authenticating for what they decided on; null when the sign-in is enough.</summary>
    public string? Approval { get; private set; }
    public Decision Decision { get; private set; }
    public bool LastAttemptFailed { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Set once, with the answer: of parallel answers exactly one wins.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public SignInAttempt? SignInAttempt => Attempt is null ? null : JsonSerializer.Deserialize<SignInAttempt>(Attempt);
    public ApprovalState? ApprovalState => ReferenceEquals(read.Text, Approval) ? read.State
        : (read = (Approval, Approval is null ? null : JsonSerializer.Deserialize<ApprovalState>(Approval))).State;

    /// <summary>Whether the customer has said yes and has yet to authenticate for it.</summary>
    public bool AwaitsApproval => Decision == Decision.Approved && ApprovalState is { IsSettled: false };
    public CustomerAuthentication? Authentication => Customer is null ? null : JsonSerializer.Deserialize<CustomerAuthentication>(Customer);

    public static InteractionRecord Open(string browserHash, string issuer, string clientId, Guid correlationId, string artefactId,
        string parameters, DateTimeOffset now, TimeSpan lifetime) => new()
        {
            Id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
            BrowserHash = browserHash,
            Issuer = issuer,
            ClientId = clientId,
            CorrelationId = correlationId,
            ArtefactId = artefactId,
            Parameters = parameters,
            Decision = Decision.Pending,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };

    public void BeginSignIn(SignInAttempt attempt)
    {
        BeginSignIn();
        Attempt = JsonSerializer.Serialize(attempt);
        LastAttemptFailed = false;
    }

    /// <summary>An attempt of one step, failed until it is judged.</summary>
    public void BeginSignIn()
    {
        FailSignIn();
        Customer = null; // whoever was signed in before, this is somebody's new attempt
        Approval = null;
        if (Decision == Decision.Approved)
            Decision = Decision.Pending; // and somebody else's yes is not theirs
    }

    public void FailSignIn()
    {
        Attempt = null;
        LastAttemptFailed = true;
    }

    public void Recognise(CustomerAuthentication customer)
    {
        Attempt = null;
        LastAttemptFailed = false;
        Customer = JsonSerializer.Serialize(customer);
    }

    public void Decide(Decision decision)
    {
        if (Customer is null && decision == Decision.Approved)
            throw new InvalidOperationException("Nobody can approve before signing in.");

        Decision = decision;
    }

    /// <summary>The customer has said yes, and this is what that takes.</summary>
    public void Demand(ApprovalState? approval) => Approval = approval is null ? null : JsonSerializer.Serialize(approval);

    public void Answer(DateTimeOffset now) => AnsweredAt = now;

    internal sealed class Mapping : IEntityTypeConfiguration<InteractionRecord>
    {
        public void Configure(EntityTypeBuilder<InteractionRecord> interaction)
        {
            interaction.ToTable("Interactions");
            interaction.HasKey(i => i.Id);
            interaction.Property(i => i.Id).HasMaxLength(Lengths.Hash).IsUnicode(false);
            interaction.Property(i => i.BrowserHash).HasMaxLength(Lengths.Hash).IsUnicode(false);
            interaction.Property(i => i.ArtefactId).HasMaxLength(Lengths.Hash).IsUnicode(false);
            interaction.Property(i => i.Issuer).HasMaxLength(Lengths.Name);
            interaction.Property(i => i.ClientId).HasMaxLength(Lengths.Identifier);
            interaction.Property(i => i.AnsweredAt).IsConcurrencyToken();
            interaction.HasIndex(i => i.ExpiresAt);
            interaction.HasIndex(i => i.BrowserHash);
            interaction.HasIndex(i => i.ArtefactId);
            interaction.Ignore(i => i.SignInAttempt).Ignore(i => i.Authentication).Ignore(i => i.ApprovalState).Ignore(i => i.AwaitsApproval);
        }
    }
}
