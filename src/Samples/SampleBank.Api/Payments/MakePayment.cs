using System.Globalization;
using FapiAuthServer.ResourceServer;
using SampleBank.Api.Accounts;
using SandboxKit;

namespace SampleBank.Api.Payments;

/// <summary><c>POST /payments</c></summary>
internal static class MakePayment
{
    public static void MapMakePayment(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/", Handle)
        .WithName(nameof(MakePayment))
        .WithSummary("Carries out the payment that the customer authenticated for.");

    private static IResult Handle(Body? body, HttpContext context, CustomerAccounts accounts, PaymentJournal journal, PaymentReporter reporter, Kit kit, TimeProvider time)
    {
        if (body is not { InstructedAmount: { Amount: { } text, Currency: { } currency }, CreditorName: { } name, CreditorAccount.Iban: { } iban }
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || context.GetFapiToken()!.GrantId is not { } grant)
            return TypedResults.Problem(title: "This is no payment of a customer.", statusCode: StatusCodes.Status400BadRequest);

        var from = body.DebtorAccount?.Iban;
        if (from is not null && !accounts.Of(context.GetFapiToken()!.Subject).Any(account => account.Iban == from))
            return AccountsFeature.NoSuchAccount();

        var order = new PaymentOrder(amount, currency, name, iban) { DebtorAccount = from };
        if (context.RefuseUnlessAuthenticated(order) is { } refusal)
            return refusal;

        var payment = new ExecutedPayment(Guid.CreateVersion7(time.GetUtcNow()).ToString(), "ACSC", time.GetUtcNow());
        if (!journal.TryExecute(grant, payment))
            return TypedResults.Problem(title: "The payment has been carried out already.", statusCode: StatusCodes.Status409Conflict);

        if (PaymentToReport.Of(kit, context.GetFapiToken()!, order, payment) is { } report)
            reporter.TryReport(report);
        return TypedResults.Created($"/payments/{payment.PaymentId}", payment);
    }

    internal sealed record Body(Sum? InstructedAmount, string? CreditorName, Account? CreditorAccount, Account? DebtorAccount);

    internal sealed record Sum(string? Amount, string? Currency);

    internal sealed record Account(string? Iban);
}
