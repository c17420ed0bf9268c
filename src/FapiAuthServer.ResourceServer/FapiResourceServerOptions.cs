using System.Net;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Authentication;

namespace FapiAuthServer.ResourceServer;

/// <summary>Which authorization server an API trusts and how strictly it checks. Validated when the host starts.</summary>
public sealed class FapiResourceServerOptions : AuthenticationSchemeOptions
{
    /// <summary>The only accepted issuer, exactly as in its metadata: an https URL. Required.</summary>
    public string Issuer { get; set; } = string.Empty;

    /// <summary>The value of <c>aud</c> that means this API, compared exactly. Required.</summary>
    public string Audience { get; set; } = string.Empty;

    /// <summary>
    /// Where the issuer's metadata is; by default the issuer followed by <c>/.well-known/openid-configuration</c>. https only.
    /// </summary>
    public string? MetadataAddress { get; set; }

    /// <summary>
    /// What clients put in front of the path in this API's URLs, such as <c>https://api.bank.example</c> or, behind a proxy that
    /// strips a prefix, <c>https://api.bank.example/open-banking</c>. Without it the request's own scheme and host are believed,
    /// so
    /// a proof made for another host would be accepted if sent here with that host's name: set it, or restrict the hosts the
    /// server
    /// answers to.
    /// </summary>
    public Uri? PublicBaseUri { get; set; }

    /// <summary>The accepted ways of binding tokens; both by default.</summary>
    public SenderConstraints SenderConstraints { get; set; } = SenderConstraints.All;

    /// <summary>
    /// Whether tokens that no key holds are accepted too, as FAPI 1.0 Baseline and plain OpenID Connect issue them; false by
    /// default. Whoever sees such a token can use it: leave this off for anything but data that may be read that way. A token
    /// that is bound stays bound.
    /// </summary>
    public bool AcceptsUnboundTokens { get; set; }

    /// <summary>The accepted signature algorithms of access tokens; PS256 and ES256 by default, and at most these.</summary>
    public IReadOnlyCollection<string> AccessTokenAlgorithms { get; set; } = FapiAlgorithms.Supported;

    /// <summary>The accepted signature algorithms of DPoP proofs; PS256 and ES256 by default, and at most these.</summary>
    public IReadOnlyCollection<string> DPoPAlgorithms { get; set; } = FapiAlgorithms.Supported;

    /// <summary>How old a DPoP proof may be; 60 seconds by default, at most 5 minutes.</summary>
    public TimeSpan DPoPProofLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far the clocks of clients, issuer and this API may differ; 10 seconds by default, at most 60.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether proofs must hold a nonce of this API (RFC 9449 §9); false by default. Freshness is then judged by the nonce.
    /// </summary>
    public bool IsDPoPNonceRequired { get; set; }

    /// <summary>
    /// The secret that nonces are derived from: at least 32 octets in base64, the same on all nodes. Required with nonces.
    /// </summary>
    public string? DPoPNonceSecret { get; set; }

    /// <summary>
    /// How long one nonce is given out; 1 minute by default, 10 seconds to 10 minutes. It is accepted for twice as long.
    /// </summary>
    public TimeSpan DPoPNonceWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When set, the issuer is asked about every token, so that a revoked grant stops working at once; null by default.
    /// </summary>
    public FapiIntrospectionOptions? Introspection { get; set; }

    /// <summary>
    /// Addresses of the proxies whose <c>Client-Cert</c> header is believed (RFC 9440); none by default. They must remove the
    /// header
    /// from what they receive. A certificate of the TLS connection itself takes precedence.
    /// </summary>
    public IList<IPNetwork> TrustedProxies { get; } = [];

    /// <summary>
    /// How many DPoP proofs the built-in replay store remembers; 200,000 by default. When it is full, requests are answered with
    /// 503.
    /// It suffices for this number divided by proof lifetime plus skew, in requests per second, and for one node.
    /// </summary>
    public int ProofReplayCapacity { get; set; } = 200_000;

    /// <summary>How long the issuer's metadata and keys are used before they are fetched again; 15 minutes by default.</summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long keys remain in use while the issuer cannot be reached; 24 hours by default. Then requests are answered with 503.
    /// </summary>
    public TimeSpan KeyMaximumAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The least time between two fetches that a token with an unknown key may cause; 30 seconds by default.</summary>
    public TimeSpan KeyRefetchInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one call to the issuer may take; 5 seconds by default, at most 60.</summary>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Replaces the handler for calls to the issuer, for a private CA or for tests. It must not follow redirects.
    /// </summary>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }
}
