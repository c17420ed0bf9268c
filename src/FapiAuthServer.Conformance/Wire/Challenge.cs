using System.Text.RegularExpressions;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>What a resource says in WWW-Authenticate.</summary>
internal static partial class Challenge
{
    /// <summary>The `error` of the first challenge that has one, or null.</summary>
    public static string? Error(WireResponse response) =>
        response.HeaderValues("WWW-Authenticate").Select(value => ErrorParameter().Match(value))
            .Where(match => match.Success).Select(match => match.Groups["error"].Value).FirstOrDefault();

    [GeneratedRegex("""(?:^|[\s,])error\s*=\s*"?(?<error>[A-Za-z0-9_]+)""")]
    private static partial Regex ErrorParameter();
}
