namespace SampleFintech.Web.Connecting;

/// <summary>What the fintech uses of the authorization server's metadata.</summary>
internal sealed record BankMetadata(
    string Issuer,
    string AuthorizationEndpoint,
    string PushedAuthorizationEndpoint,
    string TokenEndpoint,
    string RevocationEndpoint,
    string Jwks);
