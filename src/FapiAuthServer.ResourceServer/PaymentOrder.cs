namespace FapiAuthServer.ResourceServer;

/// <summary>One payment that an API is about to carry out, with everything that the customer's authentication is bound to.</summary>
/// <param name="Amount">The amount, more than zero, with at most five decimals.</param>
/// <param name="Currency">Three capital letters (ISO 4217).</param>
/// <param name="CreditorName">The payee's name, character by character as it was authorized.</param>
/// <param name="CreditorAccount">The payee's account; an IBAN may be written with spaces.</param>
public sealed record PaymentOrder(decimal Amount, string Currency, string CreditorName, string CreditorAccount)
{
    /// <summary>The account that is paid from, where the authorization named one; null otherwise. The same for all payments of a batch.</summary>
    public string? DebtorAccount { get; init; }

    // A record would otherwise print whose payment it is into the first log that mentions it.
    /// <summary>Says nothing of the payment.</summary>
    public override string ToString() => nameof(PaymentOrder);
}
