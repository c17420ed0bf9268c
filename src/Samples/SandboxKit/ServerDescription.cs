namespace SandboxKit;

/// <summary><c>server.json</c>: where everything is.</summary>
internal sealed record ServerDescription(
    string PublicAddress, string MutualTlsAddress, string BankAddress, string FintechAddress, string AppAddress, IReadOnlyList<IssuerDescription> Issuers);
