using System.Text.Json;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Grants.Details;

/// <summary>
/// <c>payment_initiation</c>: one payment of a fixed amount to one payee, as RFC 9396 section 2 has it. Amount, currency, name
/// and account of the payee, and the account that is paid from where one is named, are what the customer's second factor is bound to
/// (RTS Art. 5).
/// </summary>
internal sealed class PaymentInitiation : IAuthorizationDetailsType
{
    private static readonly string[] Actions = ["initiate", "status", "cancel"];

    public string Name => "payment_initiation";
    public bool IsReadOnly => false;

    public string? Fault(JsonElement detail)
    {
        if (!detail.HasOnly("type", "actions", "locations", "instructedAmount", "creditorName", "creditorAccount", "debtorAccount", "remittanceInformationUnstructured"))
            return "a member that this type does not have";
        if (!detail.IsAbsentOrSome("actions", Actions.Contains))
            return "actions";
        if (!detail.IsAbsentOrSome("locations", _ => true))
            return "locations";
        if (!detail.TryGetProperty("instructedAmount", out var amount) || !IsAmount(amount))
            return "instructedAmount";
        if (detail.Text("creditorName", 70) is null)
            return "creditorName";
        if (!detail.TryGetProperty("creditorAccount", out var account) || !IsAccount(account))
            return "creditorAccount";
        if (detail.TryGetProperty("debtorAccount", out var from) && !IsAccount(from))
            return "debtorAccount";
        if (FindPayment(detail) is null)
            return "a payment that cannot be shown as it is";
        return detail.TryGetProperty("remittanceInformationUnstructured", out _) && detail.Text("remittanceInformationUnstructured", 140) is null
            ? "remittanceInformationUnstructured"
            : null;
    }

    public IReadOnlyList<DetailFact> Describe(JsonElement detail)
    {
        var amount = detail.GetProperty("instructedAmount");
        List<DetailFact> facts =
        [
            new("Amount", $"{amount.GetProperty("amount").GetString()} {amount.GetProperty("currency").GetString()}"),
            new("Payee", detail.GetProperty("creditorName").GetString()!),
            new("PayeeAccount", Iban.Show(detail.GetProperty("creditorAccount").GetProperty("iban").GetString()!)),
        ];
        if (FindPayerAccount(detail) is { } from)
            facts.Add(new DetailFact("PayerAccount", Iban.Show(from)));
        if (detail.Text("remittanceInformationUnstructured", 140) is { } reference)
            facts.Add(new DetailFact("Reference", reference));

        return facts;
    }

    public BatchItem? FindPayment(JsonElement detail)
    {
        var amount = detail.GetProperty("instructedAmount");
        return Money.TryParse(amount.Text("amount", 16), amount.Text("currency", 3), out var money)
            && Payee.TryCreate(detail.GetProperty("creditorAccount").Text("iban", 34), detail.Text("creditorName", 70), out var payee)
                ? new BatchItem(money, payee)
                : null;
    }

    public string? FindPayerAccount(JsonElement detail) => detail.TryGetProperty("debtorAccount", out var account) ? account.Text("iban", 34) : null;

    private static bool IsAccount(JsonElement account)
        => account.ValueKind == JsonValueKind.Object && account.HasOnly("iban") && account.Text("iban", 34) is { } iban && Iban.IsValid(iban);

    // A string, so that nothing is lost between systems: no sign, no exponent, no needless zero, at most two decimals of our own currencies and three of any.
    private static bool IsAmount(JsonElement amount)
    {
        if (amount.ValueKind != JsonValueKind.Object || !amount.HasOnly("currency", "amount")
            || amount.Text("currency", 3) is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper) || amount.Text("amount", 16) is not { } text)
            return false;

        var parts = text.Split('.');
        return parts.Length <= 2
            && parts[0].Length is >= 1 and <= 12 && parts[0].All(char.IsAsciiDigit) && (parts[0].Length == 1 || parts[0][0] != '0')
            && (parts.Length == 1 || parts[1].Length is >= 1 and <= 3 && parts[1].All(char.IsAsciiDigit))
            && text.Any(c => c is >= '1' and <= '9');
    }
}
