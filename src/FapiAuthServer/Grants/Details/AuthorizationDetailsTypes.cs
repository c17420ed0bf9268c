using System.Diagnostics.CodeAnalysis;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Grants.Details;

/// <summary>The types of authorization details this server knows, by name.</summary>
internal sealed class AuthorizationDetailsTypes(IEnumerable<IAuthorizationDetailsType> types)
{
    /// <summary>The scheme that the canonical form of a payment names; a resource server computes the same form.</summary>
    private const string PaymentScheme = "payment_initiation";

    private readonly Dictionary<string, IAuthorizationDetailsType> byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => byName.Keys;

    public bool TryGet(string name, [NotNullWhen(true)] out IAuthorizationDetailsType? type) => byName.TryGetValue(name, out type);

    /// <summary>Whether money moves under these details.</summary>
    public bool MoveMoney(GrantDetails details) => PaymentsOf(details).Count > 0;

    /// <summary>Whether what these permit is what the customer authenticated for; where no money moves, there is nothing to be.</summary>
    public bool AreAuthenticated(GrantDetails details, string? actionHash)
        => !MoveMoney(details) || TryFindAction(details, out var action) && action?.Hash == actionHash;

    /// <summary>Whether a customer can agree to all of it at once: several payments have one total, in one currency, from one account.</summary>
    public bool HaveOneTotal(GrantDetails details) => TryFindAction(details, out _);

    /// <summary>
    /// The action that strong authentication is bound to, null when no money moves (RTS-5.1.b, RTS-5.3.b). False when there is no
    /// one action that all of it amounts to.
    /// </summary>
    public bool TryFindAction(GrantDetails details, out ScaAction? action)
    {
        action = null;
        var payments = PaymentsOf(details);
        if (payments.Count == 0)
            return true;

        string?[] accounts = [.. PaymentsIn(details).Select(payment => payment.From).Distinct()];
        var currency = payments[0].Amount.Currency;
        if (accounts.Length > 1 || payments.Exists(payment => payment.Amount.Currency != currency) || !Money.TryCreate(payments.Sum(payment => payment.Amount.Amount), currency, out _))
            return false;

        action = payments is [var only]
            ? new ScaAction.Payment(PaymentScheme, only.Amount, only.Payee, accounts[0])
            : new ScaAction.Batch(PaymentScheme, payments, accounts[0]);
        return true;
    }

    private List<BatchItem> PaymentsOf(GrantDetails details) => [.. PaymentsIn(details).Select(payment => payment.Item)];

    private IEnumerable<(BatchItem Item, string? From)> PaymentsIn(GrantDetails details)
    {
        foreach (var detail in details.All)
            if (byName.TryGetValue(detail.Type, out var type) && type.FindPayment(detail.Json) is { } payment)
                yield return (payment, type.FindPayerAccount(detail.Json));
    }
}
