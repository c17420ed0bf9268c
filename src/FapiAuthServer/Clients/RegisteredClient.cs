using FapiAuthServer.Profiles;

namespace FapiAuthServer.Clients;

/// <summary>A client as the protocol uses it: parsed once, shared by all requests, never changed.</summary>
internal sealed class RegisteredClient
{
    public RegisteredClient(string issuer, ClientMetadata metadata, bool isEnabled, ClientSecret? secret = null)
    {
        Issuer = issuer;
        Metadata = metadata;
        IsEnabled = isEnabled;
        Secret = secret;
        Sector = metadata.SubjectType == "pairwise" ? SectorOf(metadata) : null;
        RedirectUris = metadata.RedirectUris.ToHashSet(StringComparer.Ordinal);
        GrantTypes = metadata.GrantTypes.ToHashSet(StringComparer.Ordinal);
        ResponseTypes = metadata.ResponseTypes.ToHashSet(StringComparer.Ordinal);
        DetailsTypes = metadata.AuthorizationDetailsTypes.ToHashSet(StringComparer.Ordinal);
        Scopes = (metadata.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }

    public string Issuer { get; }

    /// <summary>Only clients that authenticate by a secret have one.</summary>
    public ClientSecret? Secret { get; }

    /// <summary>The host whose clients know a customer by the same pairwise subject; null for a client with public subjects.</summary>
    public string? Sector { get; }

    public ClientMetadata Metadata { get; }
    public bool IsEnabled { get; }
    public string ClientId => Metadata.ClientId;

    /// <summary>What the customer is told who asks.</summary>
    public string Name => Metadata.ClientName ?? Metadata.ClientId;

    public string AuthenticationMethod => Metadata.TokenEndpointAuthMethod ?? "client_secret_basic";
    public IReadOnlySet<string> RedirectUris { get; }
    public IReadOnlySet<string> GrantTypes { get; }
    public IReadOnlySet<string> ResponseTypes { get; }
    public IReadOnlySet<string> Scopes { get; }
    public IReadOnlySet<string> DetailsTypes { get; }

    // OIDCC-8.1
    private static string SectorOf(ClientMetadata metadata)
        => new Uri(metadata.SectorIdentifierUri ?? metadata.RedirectUris[0]).Host;

    /// <summary>The one constraint this client registered for, or null when it may use whichever the profile allows.</summary>
    public SenderConstraint? RequiredConstraint
        => Metadata.DpopBoundAccessTokens is true ? SenderConstraint.DPoP
            : Metadata.TlsClientCertificateBoundAccessTokens is true ? SenderConstraint.MutualTls
            : null;
}
