using System.Security.Authentication;

namespace SampleFintech.Web.Connecting;

/// <summary>Why a step could not be completed, for the engineer: the error as received, and what to look at.</summary>
internal sealed record Problem(string Error, string? Description, string Hint)
{
    /// <summary>A request that did not get as far as an answer.</summary>
    public static Problem Of(HttpRequestException exception) => exception.InnerException is AuthenticationException
        ? new Problem("connection_not_trusted", exception.Message, Hints.NotTrusted)
        : new Problem("server_not_reachable", exception.Message, Hints.Unreachable);
}
