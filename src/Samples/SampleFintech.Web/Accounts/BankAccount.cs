namespace SampleFintech.Web.Accounts;

internal sealed record BankAccount(string Name, string Iban, Money Balance, IReadOnlyList<BankTransaction> Transactions)
{
    /// <summary>The IBAN in groups of four, as it is printed.</summary>
    public string PrintedIban => string.Join(' ', Iban.Chunk(4).Select(part => new string(part)));
}
