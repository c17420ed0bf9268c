using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SampleBank.Api.Payments;

/// <summary><c>GET /payments/{id}</c></summary>
internal static class GetPayment
{
    public static void MapGetPayment(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/{id}", Handle)
        .WithName(nameof(GetPayment))
        .WithSummary("What became of the payment.");

    // By the grant and not by the id alone: nobody else's payment is found.
    private static Results<Ok<ExecutedPayment>, ProblemHttpResult> Handle(string id, HttpContext context, PaymentJournal journal)
        => context.GetFapiToken()!.GrantId is { } grant && journal.TryFind(grant, out var payment) && payment.PaymentId == id
            ? TypedResults.Ok(payment)
            : TypedResults.Problem(title: "There is no such payment.", statusCode: StatusCodes.Status404NotFound);
}
