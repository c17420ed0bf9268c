using System.Text.Json;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Proof that a request came with a valid access token of the issuer and from the client it is bound to; only this library makes
/// one.
/// </summary>
public sealed class VerifiedAccessToken
{
    internal VerifiedAccessToken()
    {
    }

    /// <summary>The issuer, equal to the configured one.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>sub</c> claim: the customer, or the client itself when no customer is involved.</summary>
    public required string Subject { get; init; }

    /// <summary>The <c>client_id</c> claim: who is calling.</summary>
    public required string ClientId { get; init; }

    /// <summary>The <c>jti</c> claim, for the audit trail.</summary>
    public required string JwtId { get; init; }

    /// <summary>The <c>scope</c> claim, split; empty when absent.</summary>
    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary>The <c>iat</c> claim.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The <c>exp</c> claim.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The <c>acr</c> claim (RFC 9470 §6.2): how the customer was authenticated; null when absent.</summary>
    public required string? AuthenticationContext { get; init; }

    /// <summary>The <c>auth_time</c> claim (RFC 9470 §6.2): when that was; null when absent.</summary>
    public required DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>The <c>gnt</c> claim: the durable grant behind the token; null when absent.</summary>
    public required string? GrantId { get; init; }

    /// <summary>Which bindings the token has and this request has satisfied.</summary>
    public required SenderConstraints Binding { get; init; }

    /// <summary>The <c>cnf.jkt</c> that the request's DPoP proof matched, or null.</summary>
    public required string? KeyThumbprint { get; init; }

    /// <summary>The <c>cnf.x5t#S256</c> that the request's certificate matched, or null.</summary>
    public required string? CertificateThumbprint { get; init; }

    /// <summary>All claims of the token, such as <c>authorization_details</c> (RFC 9396 §9.1).</summary>
    public required JsonElement Claims { get; init; }

    /// <summary>Whether the token has a scope, compared exactly.</summary>
    /// <param name="scope">One scope value.</param>
    public bool HasScope(string scope) => Scopes.Contains(scope);
}
