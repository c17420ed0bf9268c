namespace SampleFintech.Web.Accounts;

/// <summary>The answer to <c>GET /accounts</c>, as far as it is used here.</summary>
internal sealed record AccountsRead(IReadOnlyList<AccountsRead.Account> Accounts)
{
    internal sealed record Account(string ResourceId, string Iban, string? Name = null);
}
