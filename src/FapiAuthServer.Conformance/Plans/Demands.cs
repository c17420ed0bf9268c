using System.Net.Security;
using FapiAuthServer.Conformance.Checks;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>
/// What a specification demands of whatever a server issues and takes, whichever module looks at it. A member that is a text is the
/// clause that demands what the member is called for.
/// </summary>
public sealed record Demands
{
    /// <summary>The algorithms that may sign what comes from the server.</summary>
    public required IReadOnlyList<string> SigningAlgorithms { get; init; }

    public required string Signing { get; init; }

    /// <summary>Codes, tokens and request_uris cannot be guessed.</summary>
    public required string Secrets { get; init; }

    public required string RsaKeys { get; init; }

    public required int FewestEcBits { get; init; }

    public required string EcKeys { get; init; }

    public required string KeyIds { get; init; }

    /// <summary>What it is worth when two published keys have the same `kid`.</summary>
    public Severity EqualKeyIds { get; init; } = Severity.Warning;

    /// <summary>Whether a signature has to name its key even where only one is published.</summary>
    public bool AlwaysNamesKey { get; init; } = true;

    public required string Tls { get; init; }

    public required string CipherSuites { get; init; }

    /// <summary>The suites of TLS 1.2 that have to do.</summary>
    public required IReadOnlyList<TlsCipherSuite> GoodSuites { get; init; }

    /// <summary>The suites that must be refused.</summary>
    public required IReadOnlyList<TlsCipherSuite> BadSuites { get; init; }

    /// <summary>Requests are signed.</summary>
    public string RequestObject { get; init; } = "RFC9101-6.2";

    public string RequestObjectAudience { get; init; } = "RFC9101-4";

    /// <summary>A request object says until when it is good, which is an hour at most.</summary>
    public string RequestObjectExpiry { get; init; } = "RFC9101-4";

    /// <summary>A request object says from when it is good, which is an hour ago at most.</summary>
    public string RequestObjectAge { get; init; } = "RFC9101-4";

    public required string ClientAuthentication { get; init; }

    public required string AssertionAudience { get; init; }

    public required string SenderConstraint { get; init; }

    public required string ProofKey { get; init; }

    /// <summary>A request says where the customer is to come back to.</summary>
    public required string RedirectUri { get; init; }

    public required string SingleUseCode { get; init; }

    /// <summary>The resource takes good tokens.</summary>
    public required string Resource { get; init; }

    /// <summary>The resource takes no token from the query.</summary>
    public required string TokenInHeader { get; init; }

    /// <summary>The resource takes a token from nobody but whom it is bound to.</summary>
    public required string TokenBinding { get; init; }

    /// <summary>`iss` comes with every response that is not signed; null where it may be absent.</summary>
    public string? IssuerInResponse { get; init; }

    /// <summary>A request_uri lives for less than ten minutes; null where that is nobody's rule.</summary>
    public string? RequestUriLifetime { get; init; }

    /// <summary>Whether clients send the headers of FAPI to resources.</summary>
    public bool HasFapiHeaders { get; init; } = true;

    /// <summary>x-fapi-interaction-id comes with every answer of the resource; null where it need not.</summary>
    public string? InteractionId { get; init; }

    /// <summary>What is text in the resource's answers is UTF-8; null where it may be anything.</summary>
    public string? Utf8 { get; init; }

    /// <summary>A token that is bound to nothing lives for ten minutes at most; null where none may be unbound, or any may live long.</summary>
    public string? UnboundTokenLifetime { get; init; }

    /// <summary>A request_uri is good until the customer decides, however often the page is loaded.</summary>
    public string Reloading { get; init; } = "RFC9126-4";

    /// <summary>A refresh token that was replaced goes on working for a while; null where it need not.</summary>
    public string? ReplacedRefreshToken { get; init; }
}
