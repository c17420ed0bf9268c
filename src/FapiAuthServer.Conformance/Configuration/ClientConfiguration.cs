using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>One client as it is registered at the server.</summary>
public sealed record ClientConfiguration
{
    /// <summary>`client_id`. Demanded.</summary>
    public required string ClientId { get; init; }

    /// <summary>`client_auth_type`: `private_key_jwt`, `mtls`, `client_secret_basic` or `client_secret_post`. Demanded.</summary>
    public required ClientAuthentication Authentication { get; init; }

    /// <summary>`sender_constrain`: `dpop`, `mtls` or `none`. Demanded.</summary>
    public required SenderConstraint SenderConstraint { get; init; }

    /// <summary>`jwks` or `jwks_file`: the private keys; the first that may sign signs. Demanded for `private_key_jwt`, and where requests are signed.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>`certificate_file` and `key_file`: PEM. Demanded where either of the two above is `mtls`.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>`client_secret`: demanded with the two methods that are called after it.</summary>
    public string? Secret { get; init; }

    /// <summary>`post_logout_redirect_uri`: a registered one; it is never fetched. Demanded where logout is tested.</summary>
    public Uri? PostLogoutRedirectUri { get; init; }

    /// <summary>`backchannel_logout_uri`: the registered one, where the runner listens. Demanded where back-channel logout is tested.</summary>
    public Uri? BackchannelLogoutUri { get; init; }

    /// <summary>`redirect_uri`: a registered one; it is never fetched. The second client's should have a query of its own. Demanded.</summary>
    public required Uri RedirectUri { get; init; }

    /// <summary>`scope`: what to ask for. `openid` is left out where plain OAuth is tested. Demanded.</summary>
    public required string Scope { get; init; }

    /// <summary>`dpop_signing_alg`: PS256 or ES256; without it PS256 if the server lists it, else ES256.</summary>
    public string? DPoPAlgorithm { get; init; }
}
