using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace FapiAuthServer.Jose;

/// <summary>Reads JSON that means the same to every parser (RFC 8259 §4, §8): for everything that arrives from outside.</summary>
public static class StrictJson
{
    /// <summary>Reads a JSON object.</summary>
    /// <param name="utf8">The text, without a byte order mark. The caller has bounded its length.</param>
    /// <param name="maximumDepth">How deep it may nest.</param>
    /// <param name="element">The object; all its strings can be read without exceptions.</param>
    /// <returns>
    /// False for anything else: duplicate members, invalid UTF-8, half surrogate pairs, U+0000 (which databases refuse),
    /// comments, trailing text, or deeper nesting.
    /// </returns>
    public static bool TryParseObject(ReadOnlySpan<byte> utf8, int maximumDepth, out JsonElement element)
    {
        element = default;
        if (!Utf8.IsValid(utf8) || !HasWholeCharacters(utf8))
            return false;
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = maximumDepth };
            element = JsonElement.Parse(utf8, options);
            return element.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The parser accepts an escaped half of a pair, and throws only when the string is read.
    private static bool HasWholeCharacters(ReadOnlySpan<byte> utf8)
    {
        while (utf8.IndexOf((byte)'\\') is >= 0 and var at)
        {
            utf8 = utf8[at..];
            if (!utf8.StartsWith("\\u"u8))
            {
                utf8 = utf8[Math.Min(2, utf8.Length)..];
                continue;
            }

            if (!TryReadEscape(utf8, out var unit) || unit == 0 || char.IsLowSurrogate((char)unit))
                return false;
            utf8 = utf8[6..];
            if (!char.IsHighSurrogate((char)unit))
                continue;
            if (!TryReadEscape(utf8, out var low) || !char.IsLowSurrogate((char)low))
                return false;
            utf8 = utf8[6..];
        }

        return true;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> utf8, out ushort unit)
    {
        unit = 0;
        return utf8.Length >= 6
            && utf8.StartsWith("\\u"u8)
            && ushort.TryParse(utf8.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out unit);
    }
}
