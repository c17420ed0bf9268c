using System.Globalization;
using System.Text.Json.Serialization;

namespace SampleBank.Api.Accounts;

/// <summary>An amount of money; the number is a string, so that no digit is lost on the way.</summary>
internal sealed record Amount(string Currency, [property: JsonPropertyName("amount")] string Value)
{
    public static Amount From(decimal value, string currency) => new(currency, value.ToString("0.00", CultureInfo.InvariantCulture));
}
