using System.Text.Json;

namespace FapiAuthServer.Grants;

/// <summary>An access token of this issuer whose signature and times hold; whether it is still good is another question.</summary>
internal sealed record PresentedAccessToken(
    string JwtId,
    string Subject,
    string ClientId,
    string Scope,
    Guid? GrantId,
    DateTimeOffset ExpiresAt,
    JsonElement Claims)
{
    /// <summary>Our own claim: the grant that the token stands under, and the correlation id of the flow.</summary>
    public const string GrantClaim = "gnt";

    public string? CertificateThumbprint => Confirmation("x5t#S256");
    public string? KeyThumbprint => Confirmation("jkt");

    public IReadOnlyList<string> Audiences
        => !Claims.TryGetProperty("aud", out var audience) ? []
            : audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(value => value.GetString()!)]
            : [audience.GetString()!];

    private string? Confirmation(string member)
        => Claims.TryGetProperty("cnf", out var cnf) && cnf.TryGetProperty(member, out var value) ? value.GetString() : null;
}
