using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer;

/// <summary>What the issuer published at one time.</summary>
internal sealed record IssuerSnapshot(VerificationKeySet Keys, Uri? IntrospectionEndpoint, DateTimeOffset FetchedAt);
