namespace FapiAuthServer.Conformance.Plans;

/// <summary>What a variant means for the flow: the flow asks these, never which plan or variant it runs in.</summary>
public sealed record FlowTraits
{
    public required ClientAuthentication ClientAuthentication { get; init; }

    public required SenderConstraint SenderConstraint { get; init; }

    /// <summary>Whether the scope has openid and an id_token comes.</summary>
    public required bool IsOpenId { get; init; }

    /// <summary>Whether a customer takes part; without one, clients get tokens for themselves.</summary>
    public required bool HasCustomer { get; init; }

    /// <summary>Whether requests are pushed; otherwise they stand in the query of the authorization endpoint.</summary>
    public bool PushesRequests { get; init; } = true;

    /// <summary>Whether requests have a PKCE challenge where the module does not say.</summary>
    public bool UsesProofKey { get; init; } = true;

    /// <summary>What requests say in `response_mode`; null for nothing.</summary>
    public string? ResponseMode { get; init; }

    public ResponsePlace ResponsePlace { get; init; }

    /// <summary>What requests ask for where the module does not say; null for all that the client may have.</summary>
    public string? Scope { get; init; }

    public SharedDemands Demands { get; init; } = SharedDemands.OfFapi2;

    public bool UsesAssertion => ClientAuthentication == ClientAuthentication.PrivateKeyJwt;

    public bool UsesDPoP => SenderConstraint == SenderConstraint.DPoP;

    /// <summary>Whether the token endpoint is called with a certificate.</summary>
    public bool UsesCertificateForTokens => UsesCertificateForPush || UsesCertificateForResource;

    /// <summary>Whether the PAR endpoint is called with a certificate: only to authenticate, as the binding comes from the token call.</summary>
    public bool UsesCertificateForPush => ClientAuthentication == ClientAuthentication.MutualTls;

    public bool UsesCertificateForResource => SenderConstraint == SenderConstraint.MutualTls;
}
