using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Accounts;

/// <summary>Account information: what a token with the scope <c>accounts</c> opens, for the customer it was issued for.</summary>
internal static class AccountsFeature
{
    public const string Scope = "accounts";

    public static void AddAccounts(this IServiceCollection services)
        => services.AddSingleton<CustomerAccounts>().AddUnattendedAccessLimit();

    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var accounts = endpoints.MapGroup("/accounts").RequireScope(Scope).LimitUnattendedAccess(AccountOf);
        accounts.MapListAccounts();
        accounts.MapGetAccount();
        accounts.MapListBalances();
        accounts.MapListTransactions();
    }

    // What is not the customer's is not counted: it is answered with 404.
    private static string? AccountOf(HttpContext context)
        => context.Request.RouteValues["id"] is string id
            ? context.RequestServices.GetRequiredService<CustomerAccounts>().Find(context.GetFapiToken()!.Subject, id)?.Id
            : null;

    public static ProblemHttpResult NoSuchAccount()
        => TypedResults.Problem(title: "The customer has no such account.", statusCode: StatusCodes.Status404NotFound);
}
