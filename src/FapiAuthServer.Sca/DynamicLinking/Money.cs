using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>An exact sum of money, more than nothing, in one currency.</summary>
public sealed record Money
{
    private const int MaxFractionDigits = 5;
    private const decimal UnitsPerOne = 100_000m;
    private const decimal TooMuch = 10_000_000_000_000m;

    private Money(decimal amount, string currency)
    {
        Amount = amount;
        Currency = currency;
    }

    public decimal Amount { get; }

    /// <summary>Three capital letters (ISO 4217).</summary>
    public string Currency { get; }

    /// <summary>In hundred-thousandths: whole numbers, which every database adds and compares alike.</summary>
    internal long Units => UnitsOf(Amount);

    /// <summary>The one way this amount is written wherever it is hashed: no exponent, no zeros at the end.</summary>
    internal string Canonical => Amount.ToString("0.#####", CultureInfo.InvariantCulture);

    /// <summary>As a customer reads it, such as "123.50 EUR".</summary>
    public override string ToString() => $"{Amount.ToString("0.00###", CultureInfo.InvariantCulture)} {Currency}";

    /// <summary>False unless the amount is positive, has at most five decimals, and the currency is three capital letters.</summary>
    public static bool TryCreate(decimal amount, string? currency, [NotNullWhen(true)] out Money? money)
    {
        var isMoney = amount is > 0 and < TooMuch && decimal.Round(amount, MaxFractionDigits) == amount
            && currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper);
        money = isMoney ? new Money(amount, currency!) : null;
        return isMoney;
    }

    /// <summary>Reads an amount as it is sent: digits with at most one point, no sign, no spaces, no exponent.</summary>
    public static bool TryParse(string? amount, string? currency, [NotNullWhen(true)] out Money? money)
    {
        money = null;
        return amount?.Length is > 0 and <= 24
            && char.IsAsciiDigit(amount[0]) && char.IsAsciiDigit(amount[^1])
            && decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && TryCreate(value, currency, out money);
    }

    internal static long UnitsOf(decimal amount) => (long)(amount * UnitsPerOne);

    internal static decimal AmountOf(long units) => units / UnitsPerOne;

    internal static Money Read(string amount, string currency) =>
        TryParse(amount, currency, out var money) ? money : throw new FormatException("Not an amount in canonical form.");
}
