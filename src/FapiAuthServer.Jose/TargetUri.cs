using System.Globalization;
using System.Text;

namespace FapiAuthServer.Jose;

/// <summary>
/// Compares <c>htu</c> with a request URI after the normalisations of RFC 3986 §6.2.2.1, §6.2.2.2 and §6.2.3; dot segments are
/// left alone.
/// </summary>
internal static class TargetUri
{
    private const int Longest = 4096;

    public static bool Matches(string claimed, string expected)
    {
        var left = Split(claimed);
        return left is not null && left == Split(expected);
    }

    private static (string Scheme, string Host, int Port, string Path)? Split(string uri)
    {
        var colon = uri.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || uri.Length > Longest)
            return null;
        var scheme = uri[..colon].ToLowerInvariant();
        if (scheme is not ("https" or "http"))
            return null;

        var rest = uri.AsSpan(colon + 3);
        var end = rest.IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = NormalizePath(slash < 0 ? "/" : rest[slash..]);
        return path is not null && SplitAuthority(authority, scheme == "https" ? 443 : 80, out var host, out var port)
            ? (scheme, host, port, path)
            : null;
    }

    private static bool SplitAuthority(ReadOnlySpan<char> authority, int defaultPort, out string host, out int port)
    {
        host = string.Empty;
        port = defaultPort;
        var bracket = authority.LastIndexOf(']');
        var colon = authority[(bracket + 1)..].IndexOf(':');
        var name = authority;
        if (colon >= 0)
        {
            name = authority[..(bracket + 1 + colon)];
            var digits = authority[(bracket + colon + 2)..];
            if (!digits.IsEmpty && !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port))
                return false;
        }

        // User information is never part of a target URI, and no other character here is part of a host.
        if (name.IsEmpty || name.ContainsAny("@\\%") || name.ContainsAnyExceptInRange('!', '~'))
            return false;
        host = name.ToString().ToLowerInvariant();
        return true;
    }

    private static string? NormalizePath(ReadOnlySpan<char> path)
    {
        if (!path.Contains('%'))
            return path.ToString();
        var normal = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] != '%')
            {
                normal.Append(path[i]);
                continue;
            }

            if (i + 2 >= path.Length
                || !byte.TryParse(
                    path.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                return null;
            var character = (char)octet;
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~')
                normal.Append(character);
            else
                normal.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            i += 2;
        }

        return normal.ToString();
    }
}
