using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.Tests;

internal static class TestActions
{
    public const string Client = "fintech-1";
    public const string ClientName = "Fintech One";
    public const string Consent = "consent-1";
    public const string Iban = "DE89370400440532013000";
    public const string OtherIban = "DE02120300000000202051";

    /// <summary>The bank's clerk saw the customer.</summary>
    public static readonly FactorAuthority InBranch = new FactorAuthority.ByBank("clerk 7", "visit 2026-0601");

    public static Money Eur(decimal amount) =>
        Money.TryCreate(amount, "EUR", out var money) ? money : throw new ArgumentException("No amount.", nameof(amount));

    public static Payee Payee(string account = Iban, string name = "Green Energy") =>
        Sca.DynamicLinking.Payee.TryCreate(account, name, out var payee) ? payee : throw new ArgumentException("No payee.", nameof(account));

    public static ScaAction.Payment Pay(decimal amount = 123.50m, string account = Iban, string name = "Green Energy", string? from = null) =>
        new("sepa", Eur(amount), Payee(account, name), from);

    public static CodeBinding For(this TestCustomer customer, ScaAction action, string client = Client, string consent = Consent) =>
        new(customer.Identity.Id, client, consent, action);
}
