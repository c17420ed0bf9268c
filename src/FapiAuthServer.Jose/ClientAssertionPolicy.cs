namespace FapiAuthServer.Jose;

/// <summary>What is demanded of one client's assertion.</summary>
public sealed record ClientAssertionPolicy
{
    /// <summary>The client that <c>iss</c> and <c>sub</c> must both name.</summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// The accepted values of <c>aud</c>, compared as exact strings; FAPI 2.0 Security Profile §5.3.2.1 allows the issuer alone.
    /// </summary>
    public required IReadOnlyCollection<string> Audiences { get; init; }

    /// <summary>
    /// Whether an array is refused even when it holds an accepted audience (FAPI 2.0 Security Profile §5.3.2.1, item 8).
    /// </summary>
    public required bool AudienceMustBeString { get; init; }

    /// <summary>The accepted algorithms: the client's registered one, or the profile's.</summary>
    public required IReadOnlyCollection<string> Algorithms { get; init; }

    /// <summary>How far in the future <c>exp</c> may be; five minutes by default. The clock skew is added.</summary>
    public TimeSpan MaximumLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How far <c>iat</c> and <c>nbf</c> may be in the future and <c>exp</c> in the past; ten seconds by default.
    /// </summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(10);
}
