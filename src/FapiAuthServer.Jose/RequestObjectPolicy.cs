namespace FapiAuthServer.Jose;

/// <summary>What is demanded of one client's request object.</summary>
public sealed record RequestObjectPolicy
{
    /// <summary>The client that <c>client_id</c>, and <c>iss</c> where present, must name (RFC 9101 §4 and §5).</summary>
    public required string ClientId { get; init; }

    /// <summary>The issuer that <c>aud</c> must be, or hold (FAPI 2.0 Message Signing §5.3.1).</summary>
    public required string Issuer { get; init; }

    /// <summary>The accepted algorithms: the client's registered one, or the profile's.</summary>
    public required IReadOnlyCollection<string> Algorithms { get; init; }

    /// <summary>How long after <c>nbf</c> the object may expire; 60 minutes by default (FAPI 2.0 Message Signing §5.3.1).</summary>
    public TimeSpan MaximumLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How far in the past <c>nbf</c> may be; 60 minutes by default (FAPI 2.0 Message Signing §5.3.1).</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How far <c>nbf</c> and <c>iat</c> may be in the future and <c>exp</c> in the past; ten seconds by default.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(10);
}
