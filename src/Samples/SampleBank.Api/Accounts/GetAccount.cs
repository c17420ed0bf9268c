using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Accounts;

/// <summary><c>GET /accounts/{id}</c></summary>
internal static class GetAccount
{
    public static void MapGetAccount(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/{id}", Handle)
        .WithName(nameof(GetAccount))
        .WithSummary("One of the customer's accounts.");

    private static Results<Ok<Answer>, ProblemHttpResult> Handle(string id, HttpContext context, CustomerAccounts accounts)
        => accounts.Find(context.GetFapiToken()!.Subject, id) is { } account
            ? TypedResults.Ok(new Answer(AccountDetails.From(account)))
            : AccountsFeature.NoSuchAccount();

    internal sealed record Answer(AccountDetails Account);
}
