using System.Text.Json.Serialization;
using SandboxKit;

namespace SampleBank.Api.Accounts;

/// <summary>An account as the API describes it.</summary>
internal sealed record AccountDetails(
    string ResourceId,
    string Iban,
    string Currency,
    string Name,
    string CashAccountType,
    string Status,
    [property: JsonPropertyName("_links")] AccountDetails.AccountLinks Links)
{
    public static AccountDetails From(CustomerAccount account)
    {
        var path = PathOf(account);
        var links = new AccountLinks(new Link($"{path}/balances"), new Link($"{path}/transactions"));
        return new AccountDetails(account.Id, account.Iban, account.Currency, account.Name, "CACC", "enabled", links);
    }

    public static string PathOf(CustomerAccount account) => $"/accounts/{Uri.EscapeDataString(account.Id)}";

    internal sealed record AccountLinks(Link Balances, Link Transactions);
}
