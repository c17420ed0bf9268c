namespace SandboxKit;

/// <summary>A current account of a customer.</summary>
internal sealed record CustomerAccount(
    string Id, string Iban, string Name, string Currency, decimal Balance, IReadOnlyList<AccountTransaction>? Transactions = null);
