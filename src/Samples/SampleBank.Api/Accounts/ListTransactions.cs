using System.Text.Json.Serialization;
using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;
using SandboxKit;

namespace SampleBank.Api.Accounts;

/// <summary><c>GET /accounts/{id}/transactions</c></summary>
internal static class ListTransactions
{
    public static void MapListTransactions(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/{id}/transactions", Handle)
        .WithName(nameof(ListTransactions))
        .WithSummary("The booked transactions of one of the customer's accounts, newest first.");

    private static Results<Ok<Answer>, ProblemHttpResult> Handle(string id, HttpContext context, CustomerAccounts accounts)
    {
        if (accounts.Find(context.GetFapiToken()!.Subject, id) is not { } account)
            return AccountsFeature.NoSuchAccount();
        var booked = (account.Transactions ?? [])
            .OrderByDescending(transaction => transaction.Date)
            .Select(transaction => Describe(transaction, account));
        var links = new ReportLinks(new Link(AccountDetails.PathOf(account)));
        return TypedResults.Ok(new Answer(new AccountReference(account.Iban, account.Currency), new Report([.. booked], links)));
    }

    private static Transaction Describe(AccountTransaction transaction, CustomerAccount account)
        => new(transaction.Id, transaction.Date, Amount.From(transaction.Amount, account.Currency), transaction.Text);

    internal sealed record Answer(AccountReference Account, Report Transactions);

    internal sealed record Report(IReadOnlyList<Transaction> Booked, [property: JsonPropertyName("_links")] ReportLinks Links);

    internal sealed record ReportLinks(Link Account);

    internal sealed record Transaction(
        string TransactionId, DateOnly BookingDate, Amount TransactionAmount, string RemittanceInformationUnstructured);
}
