using System.Globalization;

namespace FapiAuthServer.Interaction;

/// <summary>A name that others chose, such as a client's. Nothing in it may disturb or reorder the bank's own words around it.</summary>
internal static class ForeignName
{
    private const int LongestShown = 80;
    private const int LongestPlain = 200;
    private const char Isolate = '\u2068';
    private const char EndIsolate = '\u2069';

    public static string Show(string name)
    {
        var visible = new StringInfo(string.Concat(name.EnumerateRunes().Where(rune => !IsInvisible(rune)))).SubstringUpTo(LongestShown);
        return $"{Isolate}{(string.IsNullOrWhiteSpace(visible) ? "?" : visible.Trim())}{EndIsolate}";
    }

    /// <summary>The same for an app or a text message, which have no use for isolates: what is not seen is gone.</summary>
    public static string Plain(string name)
    {
        var seen = string.Concat(name.EnumerateRunes().Where(rune => !IsInvisible(rune) && rune != System.Text.Rune.ReplacementChar)
            .Select(rune => System.Text.Rune.IsWhiteSpace(rune) ? " " : rune.ToString()));
        var plain = new StringInfo(seen).SubstringUpTo(LongestShown).Trim();
        return plain.Length is > 0 and <= LongestPlain ? plain : "?";
    }

    /// <summary>What stands for the name where there is room for one letter.</summary>
    public static string Initial(string shown) => StringInfo.GetNextTextElement(shown.TrimStart(Isolate)).Trim(EndIsolate).ToUpperInvariant();

    private static bool IsInvisible(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string SubstringUpTo(this StringInfo text, int length)
        => text.LengthInTextElements <= length ? text.String : text.SubstringByTextElements(0, length) + "…";
}
