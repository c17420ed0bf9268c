using FapiAuthServer.Data;
using FapiAuthServer.Grants.Details;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Grants;

/// <summary>
/// The durable permission that a customer gave a client. Access tokens have no row of their own: ending the grant ends
/// every token under it.
/// </summary>
internal sealed class Grant
{
    public const string OfflineAccess = "offline_access";

    private Grant() { }

    /// <summary>Also the correlation id of the whole flow, from the pushed request to the API call.</summary>
    public Guid Id { get; private set; }
    public string Issuer { get; private set; } = "";
    public string ClientId { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Scope { get; private set; } = "";
    public string? ClaimsRequest { get; private set; }

    /// <summary>What exactly the customer allowed beyond scopes (RFC 9396), as JSON; null for nothing.</summary>
    public string? AuthorizationDetails { get; private set; }

    /// <summary>The APIs that tokens under this grant are limited to; empty for all that its scopes open.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>The hash of the action that the customer authenticated for; null when the sign-in was enough (RTS-5.1.b).</summary>
    public string? ActionHash { get; private set; }

    /// <summary>The factors shown for it, separated by spaces; null under an exemption.</summary>
    public string? ActionFactors { get; private set; }

    /// <summary>The article under which no factor was needed.</summary>
    public string? ActionExemption { get; private set; }

    /// <summary>The event of that authentication, or the decision on the exemption.</summary>
    public Guid? ActionRecordId { get; private set; }

    /// <summary>The session it was given in.</summary>
    public string? SessionId { get; private set; }
    public string Acr { get; private set; } = "";
    public string Amr { get; private set; } = "";
    public DateTimeOffset AuthenticatedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public GrantStatus Status { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public string? RevokedBecause { get; private set; }

    public IEnumerable<string> Scopes => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    public IEnumerable<string> Resources => Resource.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    public IEnumerable<string> Methods => Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public GrantDetails Details => GrantDetails.TryParse(AuthorizationDetails, out var details)
        ? details
        : throw new InvalidOperationException("The authorization details of a grant could not be read.");

    public static Grant Open(Guid id, string issuer, string clientId, CustomerAuthentication customer, string acr, string scope,
        IEnumerable<string> resources, string? claimsRequest, string? authorizationDetails, AuthorizedAction? action,
        DateTimeOffset now, TimeSpan lifetime) => new()
        {
            Id = id,
            Issuer = issuer,
            ClientId = clientId,
            Subject = customer.Subject,
            Scope = scope,
            Resource = string.Join(' ', resources),
            ClaimsRequest = claimsRequest,
            AuthorizationDetails = authorizationDetails,
            ActionHash = action?.Hash,
            ActionFactors = action?.Factors,
            ActionExemption = action?.Exemption,
            ActionRecordId = action?.RecordId,
            SessionId = customer.SessionId,
            Acr = acr,
            Amr = string.Join(' ', customer.Methods),
            AuthenticatedAt = customer.AuthenticatedAt,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
            Status = GrantStatus.Active,
        };

    public bool IsLasting => Scopes.Contains(OfflineAccess);

    public bool IsUsable(DateTimeOffset now) => Status == GrantStatus.Active && now < ExpiresAt;

    /// <summary>Whether all this was allowed when the grant was given.</summary>
    public bool Covers(IEnumerable<string> scopes, ClaimsRequest claims, IReadOnlyList<string> offeredClaims, IReadOnlyCollection<string> resources)
    {
        if (!Grants.ClaimsRequest.TryParse(ClaimsRequest, out var allowed))
            return false;

        var allowedClaims = allowed.Names.Concat(StandardClaims.OfScopes(Scopes)).ToHashSet(StringComparer.Ordinal);
        return scopes.All(Scopes.Contains)
            && claims.Names.Where(offeredClaims.Contains).All(allowedClaims.Contains)
            && (Resource.Length == 0 || resources.Count > 0 && resources.All(Resources.Contains));
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Grant>
    {
        public void Configure(EntityTypeBuilder<Grant> grant)
        {
            grant.ToTable("Grants");
            grant.Ignore(g => g.Details);
            grant.Property(g => g.Issuer).HasMaxLength(Lengths.Name);
            grant.Property(g => g.ClientId).HasMaxLength(Lengths.Identifier);
            grant.Property(g => g.Subject).HasMaxLength(Lengths.Identifier);
            grant.Property(g => g.Scope).HasMaxLength(Lengths.Text);
            grant.Property(g => g.Resource).HasMaxLength(Lengths.Text);
            grant.Property(g => g.ActionHash).HasMaxLength(Lengths.Hash).IsUnicode(false);
            grant.Property(g => g.ActionFactors).HasMaxLength(Lengths.Name);
            grant.Property(g => g.ActionExemption).HasMaxLength(Lengths.Name);
            grant.Property(g => g.SessionId).HasMaxLength(Lengths.Hash).IsUnicode(false);
            grant.Property(g => g.Acr).HasMaxLength(Lengths.Identifier);
            grant.Property(g => g.Amr).HasMaxLength(Lengths.Identifier);
            grant.Property(g => g.RevokedBecause).HasMaxLength(Lengths.Name);
            grant.HasIndex(g => new { g.Issuer, g.Subject });
            grant.HasIndex(g => g.SessionId);
            grant.HasIndex(g => g.ActionRecordId);
            grant.HasIndex(g => g.ExpiresAt);
        }
    }
}
