using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Accounts;

/// <summary><c>GET /accounts</c></summary>
internal static class ListAccounts
{
    public static void MapListAccounts(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/", Handle)
        .WithName(nameof(ListAccounts))
        .WithSummary("The customer's accounts.");

    private static Ok<Answer> Handle(HttpContext context, CustomerAccounts accounts)
        => TypedResults.Ok(new Answer([.. accounts.Of(context.GetFapiToken()!.Subject).Select(AccountDetails.From)]));

    internal sealed record Answer(IReadOnlyList<AccountDetails> Accounts);
}
