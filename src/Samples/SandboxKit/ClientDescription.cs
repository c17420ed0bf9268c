namespace SandboxKit;

/// <summary>What the samples need of a <c>clients/&lt;client_id&gt;/client.json</c>.</summary>
internal sealed record ClientDescription(string ClientId, string Issuer, string? ClientName = null, string? Scope = null);
