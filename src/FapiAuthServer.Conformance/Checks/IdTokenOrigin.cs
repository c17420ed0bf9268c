using FapiAuthServer.Conformance.Flows;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Where an id_token came from, and what came with it.</summary>
internal sealed record IdTokenOrigin(AuthorizationRequest? Request)
{
    public string? AccessToken { get; init; }

    public string? Code { get; init; }

    /// <summary>Whether it passed through the customer's browser: it signs the response then.</summary>
    public bool IsFromBrowser { get; init; }

    public bool IsOfRefresh { get; init; }
}
