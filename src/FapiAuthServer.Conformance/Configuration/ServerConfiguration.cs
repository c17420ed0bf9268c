using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>
/// All the runner has to be told of a server, read from a `server.json` by <see cref="ConfigurationFile"/> or from a sandbox kit
/// by <see cref="SandboxConfiguration"/>.
/// </summary>
public sealed record ServerConfiguration
{
    /// <summary>`discovery`: the address of the OpenID Connect discovery document. Demanded.</summary>
    public required Uri Discovery { get; init; }

    /// <summary>`oauth_discovery`: the address of the RFC 8414 metadata for plain OAuth; without it, `discovery` serves there too.</summary>
    public Uri? OAuthDiscovery { get; init; }

    /// <summary>`ca_file`: PEM file of the authorities that sign the server's certificates; without it, the system's are believed.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>`resource_url`: a resource that answers GET with JSON to a token of the configured scope. Demanded.</summary>
    public required Uri Resource { get; init; }

    /// <summary>`clients`: the registered clients, two for each way to authenticate and to bind tokens that is to be tested.</summary>
    public required IReadOnlyList<ClientConfiguration> Clients { get; init; }

    /// <summary>`customers`: who may sign in. Several make a run quick, as a one-time code serves once.</summary>
    public required IReadOnlyList<CustomerConfiguration> Customers { get; init; }

    /// <summary>`browser`: how the server's pages are operated.</summary>
    public BrowserConfiguration Browser { get; init; } = new();

    /// <summary>`logout_receiver`: how the runner listens for back-channel logout; null where it cannot.</summary>
    public LogoutReceiverConfiguration? LogoutReceiver { get; init; }

    /// <summary>`allow_unexpected_metadata_fields`: members of the discovery document that no specification knows, and that are no fault.</summary>
    public IReadOnlyList<string> ToleratedMetadata { get; init; } = [];

    /// <summary>The clients for a variant: the first and the second of those that fit.</summary>
    public IReadOnlyList<ClientConfiguration> ClientsFor(FlowTraits traits) =>
    [
        .. Clients.Where(client => client.Authentication == traits.ClientAuthentication && client.SenderConstraint == traits.SenderConstraint
            && (client.Key is not null || !traits.SignsRequests)).Take(2),
    ];
}
