using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.Interaction.Security;

/// <summary>A mobile number as people write it, made what networks dial (E.164).</summary>
internal static class PhoneNumber
{
    private const int MaxWritten = 40;

    public static bool TryRead(string? written, [NotNullWhen(true)] out string? number)
    {
        number = null;
        if (written is null or { Length: > MaxWritten })
            return false;

        var plain = string.Concat(written.Where(character => character is not (' ' or '-' or '/' or '(' or ')' or '.')));
        if (plain.StartsWith("00", StringComparison.Ordinal))
            plain = "+" + plain[2..];
        if (plain.Length is < 8 or > 16 || plain[0] != '+' || plain[1] == '0' || !plain[1..].All(char.IsAsciiDigit))
            return false;

        number = plain;
        return true;
    }
}
