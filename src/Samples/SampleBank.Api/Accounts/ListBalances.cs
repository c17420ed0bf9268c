using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Accounts;

/// <summary><c>GET /accounts/{id}/balances</c></summary>
internal static class ListBalances
{
    public static void MapListBalances(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/{id}/balances", Handle)
        .WithName(nameof(ListBalances))
        .WithSummary("What is on one of the customer's accounts.");

    private static Results<Ok<Answer>, ProblemHttpResult> Handle(string id, HttpContext context, CustomerAccounts accounts, TimeProvider time)
    {
        if (accounts.Find(context.GetFapiToken()!.Subject, id) is not { } account)
            return AccountsFeature.NoSuchAccount();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var balance = new Balance("interimBooked", Amount.From(account.Balance, account.Currency), today);
        return TypedResults.Ok(new Answer(new AccountReference(account.Iban, account.Currency), [balance]));
    }

    internal sealed record Answer(AccountReference Account, IReadOnlyList<Balance> Balances);

    internal sealed record Balance(string BalanceType, Amount BalanceAmount, DateOnly ReferenceDate);
}
