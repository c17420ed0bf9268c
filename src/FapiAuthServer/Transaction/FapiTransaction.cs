using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Clients;
using FapiAuthServer.Grants;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Interaction;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;

namespace FapiAuthServer.Transaction;

/// <summary>What the handlers of one request share. Rooms talk to each other through this and nothing else.</summary>
internal sealed class FapiTransaction(Issuer issuer)
{
    public Issuer Issuer { get; } = issuer;
    public FapiProfile Profile => Issuer.Profile;

    /// <summary>Who asks; set by client authentication, or at the authorization endpoint by the request.</summary>
    public AuthenticatedClient? Client { get; set; }

    /// <summary>For the audit of a refusal: the registered client that the caller claimed to be, unproved.</summary>
    public string? ClaimedClientId { get; set; }

    /// <summary>The certificate on the connection, whatever it is used for; not checked against anything.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>SHA-256 of that certificate (RFC 8705 section 3.1).</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The verified DPoP proof of this request.</summary>
    public VerifiedDPoPProof? Proof { get; set; }

    /// <summary>What the token of this request will be bound to.</summary>
    public SenderConstraint? Constraint { get; set; }

    /// <summary>One id from the pushed request to the API call; the grant's id once there is one.</summary>
    public Guid CorrelationId { get; set; } = Guid.CreateVersion7();

    /// <summary>The code or refresh token presented.</summary>
    public Artefact? Presented { get; set; }

    /// <summary>What the presented code was issued for.</summary>
    public CodeData? Code { get; set; }

    public Grant? Grant { get; set; }

    /// <summary>The authorization details that the token of this request will carry.</summary>
    public GrantDetails Details { get; set; } = GrantDetails.None;

    /// <summary>Who is signed in in the browser of an authorization request, when the request takes that sign-in.</summary>
    public CustomerAuthentication? Customer { get; set; }

    /// <summary>The authorization request came with the browser, not by way of the pushed-request endpoint.</summary>
    public bool IsDirectRequest { get; set; }

    /// <summary>Where an authorization response may be sent: a redirect URI that was compared with the client's registration.</summary>
    public string? ReturnUri { get; set; }

    /// <summary>The customer's visit that this authorization request belongs to.</summary>
    public InteractionRecord? Interaction { get; set; }

    /// <summary>The token of a userinfo, introspection or revocation request, when it is one of ours.</summary>
    public PresentedAccessToken? AccessToken { get; set; }

    /// <summary>At userinfo: the client that the token was issued to, which did not authenticate here.</summary>
    public RegisteredClient? TokenHolder { get; set; }

    /// <summary>The answer is a page for the customer; it is not sent on to the client.</summary>
    public bool StaysInBrowser { get; set; }

    /// <summary>The authorization response, when it travels in a form.</summary>
    public Handover? Handover { get; set; }

    /// <summary>Why the request is refused, with what only the operator may read.</summary>
    public Rejection? Rejection { get; set; }
}
