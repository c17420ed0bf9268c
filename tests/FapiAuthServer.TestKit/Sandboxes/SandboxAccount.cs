namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>One account of a customer in `customers.json`.</summary>
public sealed record SandboxAccount(string Id, string Iban, string Name);
