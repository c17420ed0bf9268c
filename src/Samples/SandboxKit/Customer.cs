namespace SandboxKit;

/// <summary>A person of <c>customers.json</c>.</summary>
internal sealed record Customer(
    string Username, string Password, string Name, string TotpSecret, string Subject, IReadOnlyList<CustomerAccount> Accounts);
