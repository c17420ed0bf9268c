using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FapiAuthServer.Sca.DynamicLinking;

internal static class ReadableText
{
    private const int Replacement = 0xFFFD; // what lone surrogates are read as

    /// <summary>Whether a customer can see every character of it, in the order in which it is written.</summary>
    public static bool Is([NotNullWhen(true)] string? text, int maxLength) =>
        text?.Length > 0 && text.Length <= maxLength && text.Trim().Length == text.Length && text.EnumerateRunes().All(IsSeen);

    private static bool IsSeen(System.Text.Rune rune) => CharUnicodeInfo.GetUnicodeCategory(rune.Value) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => rune.Value != Replacement,
    };
}
