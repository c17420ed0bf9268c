namespace FapiAuthServer.Jose;

/// <summary>Proof that a client signed an assertion for us; only <see cref="ClientAssertion.Verify"/> makes one.</summary>
/// <remarks>
/// It may still be a replay: the caller must use up (<see cref="ClientId"/>, <see cref="JwtId"/>) in one atomic step.
/// </remarks>
public sealed class VerifiedClientAssertion
{
    internal VerifiedClientAssertion(
        string clientId, string jwtId, DateTimeOffset replayUntil, VerificationKey key, string algorithm)
    {
        ClientId = clientId;
        JwtId = jwtId;
        ReplayUntil = replayUntil;
        Algorithm = algorithm;
        KeyId = key.Kid;
        KeyThumbprint = key.Thumbprint;
    }

    /// <summary>The authenticated client.</summary>
    public string ClientId { get; }

    /// <summary>The assertion's <c>jti</c>: 1 to 256 characters without control characters.</summary>
    public string JwtId { get; }

    /// <summary>
    /// Until when the same assertion would be accepted again, and so must be remembered: <c>exp</c> plus the clock skew.
    /// </summary>
    public DateTimeOffset ReplayUntil { get; }

    /// <summary>The algorithm it was verified with.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>kid</c> of the registered key, or null when it has none.</summary>
    public string? KeyId { get; }

    /// <summary>The RFC 7638 thumbprint of the registered key.</summary>
    public string KeyThumbprint { get; }
}
