using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>What a client asks of the customer, and what it has to remember of it.</summary>
public sealed class AuthorizationRequest
{
    /// <summary>The parameters as they are sent; everything can be changed before that.</summary>
    public FormParameters Parameters { get; } = [];

    /// <summary>Whether the parameters are sent as a signed request object.</summary>
    public bool IsSigned { get; set; }

    /// <summary>What is done to the request object before it is signed.</summary>
    public Action<JwtDraft>? AlterObject { get; init; }

    /// <summary>The secret behind the PKCE challenge.</summary>
    public string CodeVerifier { get; } = RandomText.OfUnreserved(128);

    public string? State => Parameters["state"];

    public string? Nonce => Parameters["nonce"];

    /// <summary>Where the customer is to come back to; null when the request does not say.</summary>
    public Uri? RedirectUri => Uri.TryCreate(Parameters["redirect_uri"], UriKind.Absolute, out var address) ? address : null;

    /// <summary>The claims that are asked for by name; null when there are none.</summary>
    public JsonObject? Claims => Parameters["claims"] is { } claims ? JsonText.Object(claims) : null;

    /// <summary>The scope in the request, split.</summary>
    public IReadOnlyList<string> Scopes => Parameters["scope"]?.Split(' ') ?? [];

    /// <summary>RFC 7636 section 4.2.</summary>
    public string CodeChallenge => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));
}
