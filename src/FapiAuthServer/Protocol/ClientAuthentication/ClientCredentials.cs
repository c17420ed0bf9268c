using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>What a request offers to authenticate its client; nothing in it is believed yet.</summary>
internal sealed record ClientCredentials
{
    public string? ClientId { get; init; }
    public string? AssertionType { get; init; }
    public string? Assertion { get; init; }

    /// <summary>The secret in the form.</summary>
    public string? Secret { get; init; }

    /// <summary>The client id and secret in the Authorization header.</summary>
    public BasicCredentials? Basic { get; init; }

    /// <summary>Whether there is an Authorization header, whatever it says.</summary>
    public bool HasHeader { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>The URL that was called and its siblings, for profiles that accept them as an assertion's audience.</summary>
    public IReadOnlyList<string> EndpointUrls { get; init; } = [];
}
