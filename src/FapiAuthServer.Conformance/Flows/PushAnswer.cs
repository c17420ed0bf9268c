using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>What the PAR endpoint answered.</summary>
/// <param name="Request">What was pushed.</param>
public sealed record PushAnswer(AuthorizationRequest Request, WireResponse Response)
{
    public bool IsAccepted => Response.Status == 201 && RequestUri is not null;

    public string? RequestUri => Response.Text("request_uri");

    public TimeSpan? Lifetime => JsonText.Number(Response.Json?["expires_in"]) is >= 0 and < 1e9 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
