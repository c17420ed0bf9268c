using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>
/// Writes an action in the one way it can be written: members in fixed order, every one of them present, amounts without zeros
/// at the end, strings escaped to ASCII. What is read back is what was written, so no two actions share a form. (SCA-044)
/// </summary>
internal static class CanonicalForm
{
    private const int Version = 1;
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, Indented = false };

    public static string Write(ScaAction action)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            WriteMembers(json, action);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }

    public static ScaAction Read(string canonical)
    {
        using var document = JsonDocument.Parse(canonical);
        var root = document.RootElement;
        return Text(root, "type") switch
        {
            "payment" => new ScaAction.Payment(Text(root, "scheme"), Amount(root), PayeeOf(root), Optional(root, "from")),
            "batch" => new ScaAction.Batch(
                Text(root, "scheme"),
                [.. root.GetProperty("payments").EnumerateArray().Select(item => new BatchItem(Amount(item), PayeeOf(item)))],
                Optional(root, "from")),
            "mandate" => new ScaAction.Mandate(Text(root, "scheme"), PayeeOf(root), LimitsOf(root), Optional(root, "from")),
            "access" => new ScaAction.AccountAccess(Texts(root, "accounts"), Texts(root, "permissions"), Day(root, "until")),
            "change" => new ScaAction.Change(Enum.Parse<ChangeKind>(Text(root, "kind")), Text(root, "subject")),
            "sign-in" => new ScaAction.SignIn(),
            _ => throw new FormatException("Not a canonical form of this version."),
        };
    }

    private static void WriteMembers(Utf8JsonWriter json, ScaAction action)
    {
        switch (action)
        {
            case ScaAction.Payment payment:
                WriteType(json, "payment", payment.Scheme);
                WritePayment(json, payment.Amount, payment.Payee);
                json.WriteString("from", payment.FromAccount);
                break;
            case ScaAction.Batch batch:
                WriteBatch(json, batch);
                break;
            case ScaAction.Mandate mandate:
                WriteType(json, "mandate", mandate.Scheme);
                WritePayee(json, mandate.Payee);
                WriteLimits(json, mandate.Limits);
                json.WriteString("from", mandate.FromAccount);
                break;
            case ScaAction.AccountAccess access:
                json.WriteString("type", "access");
                WriteTexts(json, "accounts", access.Accounts);
                WriteTexts(json, "permissions", access.Permissions);
                WriteDay(json, "until", access.Until);
                break;
            case ScaAction.Change change:
                json.WriteString("type", "change");
                json.WriteString("kind", change.Kind.ToString());
                json.WriteString("subject", change.Subject);
                break;
            default:
                json.WriteString("type", "sign-in");
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter json, string type, string scheme)
    {
        json.WriteString("type", type);
        json.WriteString("scheme", scheme);
    }

    private static void WriteBatch(Utf8JsonWriter json, ScaAction.Batch batch)
    {
        WriteType(json, "batch", batch.Scheme);
        json.WriteString("total", batch.Total.Canonical);
        json.WriteStartArray("payments");
        foreach (var item in batch.Items)
        {
            json.WriteStartObject();
            WritePayment(json, item.Amount, item.Payee);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("from", batch.FromAccount);
    }

    private static void WritePayment(Utf8JsonWriter json, Money amount, Payee payee)
    {
        json.WriteString("amount", amount.Canonical);
        json.WriteString("currency", amount.Currency);
        WritePayee(json, payee);
    }

    private static void WritePayee(Utf8JsonWriter json, Payee payee)
    {
        json.WriteStartObject("payee");
        json.WriteString("account", payee.Account);
        json.WriteString("name", payee.Name);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, MandateLimits limits)
    {
        json.WriteString("amount", limits.PerPayment.Canonical);
        json.WriteString("currency", limits.PerPayment.Currency);
        json.WriteBoolean("fixed", limits.IsFixedAmount);
        json.WriteString("total", limits.PerPeriod?.Canonical);
        json.WriteString("period", limits.PerPeriod is null ? null : limits.Period.ToString());
        WriteDay(json, "until", limits.LastDay);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteDay(Utf8JsonWriter json, string name, DateOnly? day) =>
        json.WriteString(name, day?.ToString(DayFormat, CultureInfo.InvariantCulture));

    private static MandateLimits LimitsOf(JsonElement json) => new(
        Amount(json),
        Optional(json, "total") is { } total ? Money.Read(total, Text(json, "currency")) : null,
        Optional(json, "period") is { } period ? Enum.Parse<LimitPeriod>(period) : default,
        json.GetProperty("fixed").GetBoolean(),
        Day(json, "until"));

    private static Money Amount(JsonElement json) => Money.Read(Text(json, "amount"), Text(json, "currency"));

    private static Payee PayeeOf(JsonElement json)
    {
        var payee = json.GetProperty("payee");
        return Payee.Read(Text(payee, "account"), Text(payee, "name"));
    }

    private static DateOnly? Day(JsonElement json, string name) =>
        Optional(json, name) is { } day ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<string> Texts(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string? Optional(JsonElement json, string name) => json.GetProperty(name).GetString();
}
