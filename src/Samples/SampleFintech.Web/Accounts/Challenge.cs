using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace SampleFintech.Web.Accounts;

/// <summary>Reads the parameters of a <c>WWW-Authenticate: DPoP …</c> header.</summary>
internal static partial class Challenge
{
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<AuthenticationHeaderValue> challenges) => challenges
        .Where(challenge => challenge.Scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase))
        .SelectMany(challenge => Parameter().Matches(challenge.Parameter ?? ""))
        .GroupBy(match => match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"\\\\]*)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
