namespace FapiAuthServer.Protocol.PaymentReports;

/// <summary>Where the bank's payment system tells an issuer what became of the payments its customers agreed to.</summary>
internal static class PaymentReportEndpoints
{
    public static void MapPaymentReports(this IEndpointRouteBuilder endpoints)
    {
        var payments = endpoints.MapGroup("/payments");
        payments.MapPost("/executed", (PaymentReportApi api, HttpContext context, CancellationToken cancellation) => api.TakePaymentAsync(context, cancellation));
        payments.MapPost("/fraud", (PaymentReportApi api, HttpContext context, CancellationToken cancellation) => api.TakeFraudAsync(context, cancellation));
    }
}
