using System.Text.Json.Nodes;

namespace FapiAuthServer.Tests.Payments;

/// <summary>A payment as a client asks for it.</summary>
public sealed record Order(string Amount, string Currency = "EUR", string Name = "Merchant A", string Iban = "DE02100100109307118603")
{
    /// <summary>The account that is paid from, where the client names one.</summary>
    public string? From { get; init; }

    /// <summary>This order with one character of what the customer agreed to changed, in a way that still reads like a payment.</summary>
    public Order Change(string what) => what switch
    {
        "amount" => this with { Amount = Amount[..^1] + (Amount[^1] == '9' ? '8' : (char)(Amount[^1] + 1)) },
        "currency" => this with { Currency = Currency == "EUR" ? "EUX" : "EUR" },
        "name" => this with { Name = Name[..^1] + (char)(Name[^1] + 1) },
        "account" => this with { Iban = "DE72100100109307118604" },
        "letter of the name" => this with { Name = Name.ToLowerInvariant() },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Not a part of a payment."),
    };

    public JsonObject ToDetail()
    {
        var detail = new JsonObject
        {
            ["type"] = "payment_initiation",
            ["instructedAmount"] = new JsonObject { ["currency"] = Currency, ["amount"] = Amount },
            ["creditorName"] = Name,
            ["creditorAccount"] = new JsonObject { ["iban"] = Iban },
        };
        if (From is not null)
        {
            detail["debtorAccount"] = new JsonObject { ["iban"] = From };
        }
        return detail;
    }

    public string ToDetails() => new JsonArray(ToDetail()).ToJsonString();

    /// <summary>As the sample bank's API takes it.</summary>
    public JsonObject ToBody()
    {
        var body = ToDetail();
        body.Remove("type");
        return body;
    }
}
