using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>A signed JWT that was received, taken apart; nothing in it is believed until its signature was verified.</summary>
public sealed record CompactJwt(string Text, JsonObject Header, JsonObject Claims)
{
    public string? Algorithm => JsonText.Of(Header["alg"]);

    public string? KeyId => JsonText.Of(Header["kid"]);

    /// <summary>The text of a claim, or null when it is absent or no string.</summary>
    public string? this[string claim] => JsonText.Of(Claims[claim]);

    /// <summary>The JWT, or null for text that is none: three parts, of which the first two are JSON objects.</summary>
    public static CompactJwt? TryParse(string? text)
    {
        if (text?.Split('.') is not [var header, var claims, _] || Part(header) is not { } headerPart || Part(claims) is not { } claimsPart)
        {
            return null;
        }
        return new CompactJwt(text, headerPart, claimsPart);
    }

    /// <summary>A time claim, or null when it is absent, no number, or no time that exists.</summary>
    public DateTimeOffset? Time(string claim) =>
        JsonText.Number(Claims[claim]) is >= 0 and <= 253_402_300_799 and var seconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static JsonObject? Part(string part) =>
        Base64UrlText.TryDecode(part) is { } bytes ? JsonText.Object(Encoding.UTF8.GetString(bytes)) : null;
}
