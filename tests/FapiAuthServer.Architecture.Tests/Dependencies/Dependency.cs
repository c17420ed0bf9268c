namespace FapiAuthServer.Architecture.Tests.Dependencies;

/// <summary>One layer refers to another, somewhere.</summary>
internal sealed record Dependency(string From, string To, string Where);
