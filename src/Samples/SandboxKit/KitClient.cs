namespace SandboxKit;

/// <summary>A client of the kit with its private keys.</summary>
internal sealed record KitClient(ClientDescription Description, string PrivateJwks);
