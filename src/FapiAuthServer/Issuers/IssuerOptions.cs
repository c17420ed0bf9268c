using System.ComponentModel.DataAnnotations;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Issuers;

/// <summary>One issuer: a path, a profile, scopes, keys and clients of its own.</summary>
internal sealed class IssuerOptions
{
    /// <summary>Short name, used for storage and for the sandbox kit. Never change it once clients exist.</summary>
    [Required, RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "Name must be 1 to 40 characters of a-z, 0-9 and '-'.")]
    public string Name { get; set; } = "";

    /// <summary>Path below the public address, for example <c>/fapi2</c>; empty for a root issuer.</summary>
    [RegularExpression("^(/[a-z0-9][a-z0-9-]*)?$", ErrorMessage = "Path must be empty or one segment such as /fapi2.")]
    public string Path { get; set; } = "";

    /// <summary>Name of the security profile, for example <c>fapi2-security</c>.</summary>
    [Required]
    public string Profile { get; set; } = "";

    /// <summary>The scopes that clients may ask for. <c>openid</c> and <c>offline_access</c> are offered only when listed.</summary>
    [MinLength(1, ErrorMessage = "Scopes must list at least one scope.")]
    public List<ScopeOptions> Scopes { get; set; } = [];

    /// <summary>The types of authorization details (RFC 9396) that clients may send. Default: none.</summary>
    public List<AuthorizationDetailsTypeOptions> AuthorizationDetailsTypes { get; set; } = [];

    /// <summary>
    /// The scope with which the bank's payment system reports payments and frauds (<c>/payments/executed</c>, <c>/payments/fraud</c>);
    /// one of <see cref="Scopes"/>, for no client of anybody else. Default: none, and nothing is taken.
    /// </summary>
    public string? PaymentReportScope { get; set; }

    /// <summary>Whose values of <c>acr</c> are given, the usual one first: UnitedKingdom, Australia, Brazil, PhishingResistant. Default: UnitedKingdom.</summary>
    public List<AcrTable> AcrTables { get; set; } = [];

    /// <summary>A value of <c>acr</c> of the bank's own for two factors, given where a request asks for no other. Default: none.</summary>
    [StringLength(250, MinimumLength = 1)]
    public string? AcrOfTwoFactors { get; set; }

    /// <summary>Whether DPoP proofs must carry a nonce of this server (RFC 9449 section 8). Default: no.</summary>
    public bool DPoPNonceRequired { get; set; }

    /// <summary>Life of an access token. Default 5 minutes, at most one hour.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Life of a pushed request before the customer opens it. Default: what the profile allows at most.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:09:59")]
    public TimeSpan? PushedRequestLifetime { get; set; }

    /// <summary>How long a grant with <c>offline_access</c> lasts before the customer must consent again. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "3650.00:00:00")]
    public TimeSpan GrantLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the customer may take from opening the request to deciding. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "02:00:00")]
    public TimeSpan InteractionLifetime { get; set; } = TimeSpan.FromMinutes(30);
}
