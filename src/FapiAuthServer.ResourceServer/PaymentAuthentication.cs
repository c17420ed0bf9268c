using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// The last check before money moves: that it is exactly the payment the customer authenticated for (Delegated Regulation (EU)
/// 2018/389, Art. 5(1)(c)). Whether it has been carried out already is the API's to remember, by <see
/// cref="VerifiedAccessToken.GrantId"/>.
/// </summary>
public static class PaymentAuthentication
{
    /// <summary>
    /// Null when the payments about to be carried out, all of them in their order, are those the customer authenticated for; else
    /// the answer to give, which is 403 with <c>insufficient_authorization</c>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="payments">What is about to be carried out, as the API will do it and not as the request words it.</param>
    /// <exception cref="ArgumentException">There is no payment.</exception>
    public static IResult? RefuseUnlessAuthenticated(this HttpContext context, params IReadOnlyList<PaymentOrder> payments)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetFapiToken() is { } token && token.IsAuthenticatedFor(payments))
            return null;

        context.Features.Set(Refusals.OtherPayment);
        return Results.Forbid();
    }

    /// <summary>Whether these payments, all of them in their order, are what the customer authenticated for.</summary>
    /// <param name="token">The verified access token.</param>
    /// <param name="payments">What is about to be carried out.</param>
    /// <exception cref="ArgumentException">There is no payment.</exception>
    public static bool IsAuthenticatedFor(this VerifiedAccessToken token, params IReadOnlyList<PaymentOrder> payments)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(payments);
        if (payments.Count == 0)
            throw new ArgumentException("Give one payment or more.", nameof(payments));

        return payments.All(payment => payment.Amount > 0 && payment.Currency == payments[0].Currency && payment.DebtorAccount == payments[0].DebtorAccount)
            && token.Claims.TryGetProperty("sca", out var sca) && sca.ValueKind == JsonValueKind.Object
            && sca.TryGetProperty("transaction_hash", out var hash) && hash.ValueKind == JsonValueKind.String
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash.GetString()!), Encoding.UTF8.GetBytes(TransactionHash.Of(payments)));
    }
}
