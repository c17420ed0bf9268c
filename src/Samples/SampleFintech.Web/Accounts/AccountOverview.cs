namespace SampleFintech.Web.Accounts;

/// <summary>The customer's accounts as last read from the bank.</summary>
internal sealed record AccountOverview(IReadOnlyList<BankAccount> Accounts, DateTimeOffset ReadAt)
{
    public IEnumerable<Money> Totals => Accounts
        .GroupBy(account => account.Balance.Currency)
        .Select(group => new Money(group.Sum(account => account.Balance.Amount), group.Key));
}
