using System.Globalization;

namespace FapiAuthServer.Grants.Details;

/// <summary>International bank account numbers (ISO 13616).</summary>
internal static class Iban
{
    /// <summary>15 to 34 capitals and digits, with check digits that are right.</summary>
    public static bool IsValid(string iban)
        => iban.Length is >= 15 and <= 34
            && iban.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
            && char.IsAsciiLetterUpper(iban[0]) && char.IsAsciiLetterUpper(iban[1]) && char.IsAsciiDigit(iban[2]) && char.IsAsciiDigit(iban[3])
            && Remainder(iban[4..] + iban[..4]) == 1;

    /// <summary>The number of an account of this country, with its check digits.</summary>
    public static string Of(string country, string account)
        => string.Create(CultureInfo.InvariantCulture, $"{country}{98 - Remainder($"{account}{country}00"):00}{account}");

    /// <summary>In groups of four, as it stands on paper.</summary>
    public static string Show(string iban) => string.Join(' ', iban.Chunk(4).Select(group => new string(group)));

    private static int Remainder(string rearranged)
        => rearranged.Aggregate(0, (remainder, c) => char.IsAsciiDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97);
}
