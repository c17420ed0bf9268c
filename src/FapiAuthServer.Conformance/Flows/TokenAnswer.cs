using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>What the token endpoint answered.</summary>
/// <param name="Request">The request behind it; null for a grant without customer.</param>
public sealed record TokenAnswer(AuthorizationRequest? Request, WireResponse Response)
{
    /// <summary>The authorization whose code was redeemed; null for another grant.</summary>
    public AuthorizationAnswer? Authorization { get; init; }

    public bool IsSuccess => Response.Status == 200 && Response.Text("access_token") is not null;

    public string AccessToken => Response.Text("access_token") ?? "";

    public string? RefreshToken => Response.Text("refresh_token");

    /// <summary>The id_token; null when there is none, or what stands there is no JWT.</summary>
    public CompactJwt? IdToken => CompactJwt.TryParse(Response.Text("id_token"));
}
