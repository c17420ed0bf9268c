using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>Changes to what a client signs: made at another time, so that it fits a server whose clock was put ahead, or does not.</summary>
internal static class Later
{
    /// <summary>The assertion and the proof of a client whose clock goes as far ahead as the server's.</summary>
    public static Action<ProtocolRequest> By(TimeSpan span) => request =>
    {
        foreach (var draft in new[] { request.Assertion, request.Proof })
        {
            draft?.Shift(span, "iat", "nbf", "exp");
        }
    };

    /// <summary>Moves those of the claims that are there.</summary>
    public static void Shift(this JwtDraft draft, TimeSpan span, params string[] claims)
    {
        foreach (var claim in claims)
        {
            if (draft.Claims[claim] is JsonValue time)
            {
                draft.Claims[claim] = time.GetValue<long>() + (long)span.TotalSeconds;
            }
        }
    }
}
