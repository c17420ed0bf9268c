using FapiAuthServer.Grants.Details;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Payees;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>What the approval page shows: the action as it is bound, and the ways to authenticate for it.</summary>
internal sealed record ApprovalView
{
    public required string ClientName { get; init; }

    /// <summary>The sum of it all, where there is more than one payment.</summary>
    public required string? Total { get; init; }

    /// <summary>The facts of each payment.</summary>
    public required IReadOnlyList<IReadOnlyList<DetailFact>> Payments { get; init; }

    /// <summary>What is known of the payee of the payment at this place.</summary>
    public PayeeCheck CheckOf(int payment) => payment < State.PayeeChecks.Count ? State.PayeeChecks[payment] : new PayeeCheck(PayeeMatch.NotChecked);

    /// <summary>Whether the customer has to be warned before anything else.</summary>
    public bool HasMismatch => State.PayeeChecks.Any(check => check.Match == PayeeMatch.NoMatch);

    public required ApprovalState State { get; init; }

    /// <summary>The ways on offer, best first.</summary>
    public IEnumerable<FactorKinds> Ways => State.Offers.Select(ApprovalState.WayOf).Distinct();

    public static ApprovalView Of(ScaAction action, string clientName, ApprovalState state) => new()
    {
        ClientName = clientName,
        Total = action is ScaAction.Batch sum ? sum.Total.ToString() : null,
        Payments = action switch
        {
            ScaAction.Payment payment => [FactsOf(payment.Amount, payment.Payee, payment.FromAccount)],
            ScaAction.Batch batch => [.. batch.Items.Select(item => FactsOf(item.Amount, item.Payee, batch.FromAccount))],
            _ => [],
        },
        State = state,
    };

    private static List<DetailFact> FactsOf(Money amount, Payee payee, string? from)
    {
        List<DetailFact> facts = [new("Amount", amount.ToString()), new("Payee", payee.Name), new("PayeeAccount", Iban.Show(payee.Account))];
        if (from is not null)
            facts.Add(new DetailFact("PayerAccount", Iban.Show(from)));
        return facts;
    }
}
