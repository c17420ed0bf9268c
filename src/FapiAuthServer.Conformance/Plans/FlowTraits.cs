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

    public bool UsesAssertion => ClientAuthentication == ClientAuthentication.PrivateKeyJwt;

    public bool UsesDPoP => SenderConstraint == SenderConstraint.DPoP;

    /// <summary>Whether the token endpoint is called with a certificate.</summary>
    public bool UsesCertificateForTokens => !UsesAssertion || !UsesDPoP;

    /// <summary>Whether the PAR endpoint is called with a certificate: only to authenticate, as the binding comes from the token call.</summary>
    public bool UsesCertificateForPush => !UsesAssertion;

    public bool UsesCertificateForResource => !UsesDPoP;
}
