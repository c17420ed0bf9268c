namespace FapiAuthServer.Jose;

/// <summary>What is demanded of the DPoP proof of one request.</summary>
public sealed record DPoPProofPolicy
{
    /// <summary>The request's HTTP method, case-sensitive.</summary>
    public required string Method { get; init; }

    /// <summary>The request's absolute URI as the client knows it; query and fragment are ignored.</summary>
    public required string Uri { get; init; }

    /// <summary>Further URIs under which the same endpoint is published, such as its mTLS alias; none by default.</summary>
    public IReadOnlyCollection<string>? AlternativeUris { get; init; }

    /// <summary>The accepted algorithms; <see cref="FapiAlgorithms.Supported"/> by default.</summary>
    public IReadOnlyCollection<string> Algorithms { get; init; } = FapiAlgorithms.Supported;

    /// <summary>How old <c>iat</c> may be; sixty seconds by default.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far in the future <c>iat</c> may be; ten seconds by default.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The access token the proof came with; when set, <c>ath</c> is required and must be its hash.</summary>
    public string? AccessToken { get; init; }

    /// <summary>
    /// The RFC 7638 thumbprint the proof's key must have: the token's <c>cnf.jkt</c>, or <c>dpop_jkt</c>; any key when null.
    /// </summary>
    public string? ExpectedThumbprint { get; init; }

    /// <summary>
    /// When set, the <c>nonce</c> claim must be one of its recent nonces, and freshness is judged by that instead of by
    /// <c>iat</c>.
    /// </summary>
    public DPoPNonce? Nonce { get; init; }

    /// <summary>Where imported proof keys are kept between requests; without one, each proof's key is imported anew.</summary>
    public DPoPKeyCache? KeyCache { get; init; }
}
