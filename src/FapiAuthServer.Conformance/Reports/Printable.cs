using System.Globalization;
using System.Text;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>Text of a stranger, safe to show: what would move a cursor, turn the direction of reading or be no character is spelt out.</summary>
public static class Printable
{
    /// <summary>The text with line breaks and tabs kept.</summary>
    public static string Text(string text) => Spell(text, keepsLines: true);

    /// <summary>The text in one line.</summary>
    public static string Line(string text) => Spell(text.ReplaceLineEndings(" "), keepsLines: false);

    /// <summary>The beginning of a line that would be too long to read.</summary>
    public static string Beginning(string text, int length)
    {
        var line = Line(text);
        return line.Length <= length ? line : $"{line.AsSpan(0, length - 1).TrimEnd()}…";
    }

    private static string Spell(string text, bool keepsLines)
    {
        var first = 0;
        while (first < text.Length && IsHarmless(text, first, keepsLines))
        {
            first++;
        }
        if (first == text.Length)
        {
            return text;
        }
        var spelt = new StringBuilder(text, 0, first, text.Length + 16);
        for (var at = first; at < text.Length; at++)
        {
            if (IsHarmless(text, at, keepsLines))
            {
                spelt.Append(text[at]);
            }
            else
            {
                spelt.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
            }
        }
        return spelt.ToString();
    }

    private static bool IsHarmless(string text, int at, bool keepsLines) => text[at] switch
    {
        '\n' or '\t' => keepsLines,
        '\r' => keepsLines && at + 1 < text.Length && text[at + 1] == '\n',
        >= ' ' and <= '~' => true,
        >= '\uD800' and <= '\uDBFF' => at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]),
        >= '\uDC00' and <= '\uDFFF' => at > 0 && char.IsHighSurrogate(text[at - 1]),
        '\uFFFE' or '\uFFFF' => false,
        var other => CharUnicodeInfo.GetUnicodeCategory(other)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
    };
}
