namespace SampleFintech.Web.Connecting;

/// <summary>A customer's connection to the bank: its tokens, and the key they are bound to.</summary>
internal sealed class BankConnection(BankMetadata bank, ProofKey key, string subject, DateTimeOffset connectedAt)
{
    public BankMetadata Bank { get; } = bank;

    public ProofKey Key { get; } = key;

    public string Subject { get; } = subject;

    public DateTimeOffset ConnectedAt { get; } = connectedAt;

    public required string AccessToken { get; set; }

    public required DateTimeOffset AccessTokenExpiresAt { get; set; }

    public string? RefreshToken { get; set; }

    public string? Scope { get; set; }
}
