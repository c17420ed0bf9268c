namespace SandboxKit;

/// <summary>One issuer of <c>server.json</c>.</summary>
internal sealed record IssuerDescription(string Name, string Issuer, string Profile, string Discovery);
