using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Accounts;

/// <summary>Account information: what a token with the scope <c>accounts</c> opens, for the customer it was issued for.</summary>
internal static class AccountsFeature
{
    public const string Scope = "accounts";

    public static void AddAccounts(this IServiceCollection services) => services.AddSingleton<CustomerAccounts>();

    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var accounts = endpoints.MapGroup("/accounts").RequireScope(Scope);
        accounts.MapListAccounts();
        accounts.MapGetAccount();
        accounts.MapListBalances();
        accounts.MapListTransactions();
    }

    public static ProblemHttpResult NoSuchAccount()
        => TypedResults.Problem(title: "The customer has no such account.", statusCode: StatusCodes.Status404NotFound);
}
