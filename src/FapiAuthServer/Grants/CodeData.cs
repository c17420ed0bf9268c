namespace FapiAuthServer.Grants;

/// <summary>What an authorization code was issued for; every member is compared when it is redeemed.</summary>
internal sealed record CodeData(
    string RedirectUri,
    string? CodeChallenge,
    string? KeyThumbprint,
    string? Nonce);
