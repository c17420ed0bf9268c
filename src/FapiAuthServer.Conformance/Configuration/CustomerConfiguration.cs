namespace FapiAuthServer.Conformance.Configuration;

/// <summary>Somebody who can sign in at the server.</summary>
/// <param name="Username">`username`.</param>
/// <param name="Password">`password`.</param>
/// <param name="TotpSecret">`totp_secret`: base32, for the one-time codes of RFC 6238; null where no second factor is asked for.</param>
public sealed record CustomerConfiguration(string Username, string Password, string? TotpSecret = null)
{
    /// <summary>`totp_steps_back`: how many steps old a one-time code may be, 0 or 1; with 1 a customer can sign in twice at once.</summary>
    public int StepsBack { get; init; }
}
