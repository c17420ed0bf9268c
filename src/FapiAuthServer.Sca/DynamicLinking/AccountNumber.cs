using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.Sca.DynamicLinking;

internal static class AccountNumber
{
    private const int MaxLength = 64;
    private const int Shown = 4;

    /// <summary>An IBAN is printed in groups and in either case, and is one account however it is written.</summary>
    public static bool TryNormalize(string? account, [NotNullWhen(true)] out string? normalized)
    {
        normalized = account?.Replace(" ", "", StringComparison.Ordinal);
        if (normalized?.Length is not (> 0 and <= MaxLength) || !normalized.All(IsPart))
            normalized = null;
        else if (IsIban(normalized))
            normalized = normalized.ToUpperInvariant();
        return normalized is not null;
    }

    public static string Mask(string account) => account.Length <= Shown ? account : $"…{account[^Shown..]}";

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or ':' or '_';

    private static bool IsIban(string account) =>
        account.Length is >= 15 and <= 34 && char.IsAsciiLetter(account[0]) && char.IsAsciiLetter(account[1])
            && char.IsAsciiDigit(account[2]) && char.IsAsciiDigit(account[3]) && account.All(char.IsAsciiLetterOrDigit);
}
