using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>The client id and secret of an <c>Authorization: Basic</c> header (RFC 6749 section 2.3.1).</summary>
internal sealed record BasicCredentials(string ClientId, string Secret)
{
    public const string Scheme = "Basic";
    private const int LongestHeader = 2048;

    /// <summary>Whether the header is meant for this scheme, well written or not.</summary>
    public static bool IsTried(StringValues header)
        => header is [{ } value] && value.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>The credentials, or null when the header is not exactly of that form.</summary>
    public static BasicCredentials? Parse(StringValues header)
    {
        if (!IsTried(header) || header[0]!.Length > LongestHeader)
            return null;

        var encoded = header[0]![(Scheme.Length + 1)..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
            return null;

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && TryDecode(pair[..colon], out var id) && TryDecode(pair[(colon + 1)..], out var secret)
            ? new BasicCredentials(id, secret)
            : null;
    }

    // Both halves are form-urlencoded before they are put together; many clients forget it, which for plain characters is the same.
    private static bool TryDecode(string encoded, out string decoded)
    {
        decoded = Uri.UnescapeDataString(encoded.Replace('+', ' '));
        return decoded.Length > 0 && !decoded.Any(char.IsControl) && !decoded.Contains('\uFFFD', StringComparison.Ordinal);
    }

    // A record would print the secret into the first log that mentions it.
    public override string ToString() => nameof(BasicCredentials);
}
