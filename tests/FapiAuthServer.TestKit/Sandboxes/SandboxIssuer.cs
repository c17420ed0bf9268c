namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>One issuer of `server.json`.</summary>
public sealed record SandboxIssuer(string Name, string Issuer, string Profile, Uri Discovery);
