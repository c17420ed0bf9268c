namespace SampleFintech.Web.Accounts;

/// <summary>The answer to <c>GET /accounts/{id}/balances</c>, as far as it is used here.</summary>
internal sealed record BalancesRead(IReadOnlyList<BalancesRead.Balance> Balances)
{
    internal sealed record Balance(AmountRead BalanceAmount);
}
