using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// The hash in the <c>sca</c> claim: SHA-256, in base64url, over the canonical form of what the customer authenticated for. The
/// authorization server computes the same from what it showed; the form is written here anew because an API must not depend on it.
/// </summary>
internal static class TransactionHash
{
    private const int Version = 1;
    private const string Scheme = "payment_initiation";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, Indented = false };

    public static string Of(IReadOnlyList<PaymentOrder> payments)
    {
        using var form = new MemoryStream();
        using (var json = new Utf8JsonWriter(form, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("type", payments.Count == 1 ? "payment" : "batch");
            json.WriteString("scheme", Scheme);
            if (payments.Count == 1)
                WritePayment(json, payments[0]);
            else
                WriteBatch(json, payments);
            json.WriteString("from", payments[0].DebtorAccount is { } from ? AccountOf(from) : null);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(SHA256.HashData(form.ToArray()));
    }

    private static void WriteBatch(Utf8JsonWriter json, IReadOnlyList<PaymentOrder> payments)
    {
        json.WriteString("total", Canonical(payments.Sum(payment => payment.Amount)));
        json.WriteStartArray("payments");
        foreach (var payment in payments)
        {
            json.WriteStartObject();
            WritePayment(json, payment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePayment(Utf8JsonWriter json, PaymentOrder payment)
    {
        json.WriteString("amount", Canonical(payment.Amount));
        json.WriteString("currency", payment.Currency);
        json.WriteStartObject("payee");
        json.WriteString("account", AccountOf(payment.CreditorAccount));
        json.WriteString("name", payment.CreditorName);
        json.WriteEndObject();
    }

    // Never rounded to what would be another amount's form: every decimal there is, is written.
    private static string Canonical(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    // An IBAN is printed in groups and in either case, and is one account however it is written.
    private static string AccountOf(string written)
    {
        var account = written.Replace(" ", "", StringComparison.Ordinal);
        var isIban = account.Length is >= 15 and <= 34 && char.IsAsciiLetter(account[0]) && char.IsAsciiLetter(account[1])
            && char.IsAsciiDigit(account[2]) && char.IsAsciiDigit(account[3]) && account.All(char.IsAsciiLetterOrDigit);
        return isIban ? account.ToUpperInvariant() : account;
    }
}
