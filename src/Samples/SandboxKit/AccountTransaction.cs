namespace SandboxKit;

/// <summary>A booked transaction; negative amounts leave the account.</summary>
internal sealed record AccountTransaction(string Id, DateOnly Date, decimal Amount, string Text);
