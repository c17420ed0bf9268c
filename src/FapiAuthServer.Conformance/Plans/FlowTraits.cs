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

    /// <summary>What the plan's specification demands of whatever a server issues, and the clauses that say so.</summary>
    public required Demands Demands { get; init; }

    /// <summary>Whether requests go to the PAR endpoint first; if not, the customer's browser carries them.</summary>
    public bool PushesRequests { get; init; } = true;

    /// <summary>Whether requests are signed request objects (RFC 9101).</summary>
    public bool SignsRequests { get; init; }

    /// <summary>Whether an ordinary request has a PKCE challenge.</summary>
    public bool UsesProofKey { get; init; } = true;

    /// <summary>What requests ask for where the module does not say; null for all that the client may have.</summary>
    public string? Scope { get; init; }

    public ResponseForm Responses { get; init; }

    /// <summary>Whether an assertion at the token endpoint is made out to that endpoint, and not to the issuer.</summary>
    public bool AssertsToTokenEndpoint { get; init; }

    public bool UsesAssertion => ClientAuthentication == ClientAuthentication.PrivateKeyJwt;

    public bool UsesDPoP => SenderConstraint == SenderConstraint.DPoP;

    public bool IsHybrid => Responses == ResponseForm.Fragment;

    public bool SignsResponses => Responses == ResponseForm.SignedQuery;

    /// <summary>Whether the token endpoint is called with a certificate.</summary>
    public bool UsesCertificateForTokens => UsesCertificateForPush || UsesCertificateForResource;

    /// <summary>Whether the PAR endpoint is called with a certificate: only to authenticate, as the binding comes from the token call.</summary>
    public bool UsesCertificateForPush => ClientAuthentication == ClientAuthentication.MutualTls;

    public bool UsesCertificateForResource => SenderConstraint == SenderConstraint.MutualTls;
}
