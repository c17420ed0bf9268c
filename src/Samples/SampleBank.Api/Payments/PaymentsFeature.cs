namespace SampleBank.Api.Payments;

/// <summary>Payment initiation: what a token with authorization details of a payment opens, once and for exactly that payment.</summary>
internal static class PaymentsFeature
{
    public static void AddPayments(this IServiceCollection services)
        => services.AddSingleton<PaymentJournal>().AddSingleton<PaymentReporter>().AddHostedService(provider => provider.GetRequiredService<PaymentReporter>());

    public static void MapPayments(this IEndpointRouteBuilder endpoints)
    {
        var payments = endpoints.MapGroup("/payments").RequireAuthorization();
        payments.MapMakePayment();
        payments.MapGetPayment();
    }
}
