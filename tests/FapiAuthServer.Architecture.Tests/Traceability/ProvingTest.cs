namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>A test that names a clause: on itself, because it proves it, or in what it expects of a refusal's audit line.</summary>
/// <param name="Clause">The requirement tag.</param>
/// <param name="IsOnTest">Whether the test carries the clause in an attribute.</param>
/// <param name="Name">The class and method.</param>
/// <param name="Module">The module of the conformance suite whose name its display name begins with.</param>
/// <param name="Place">File and line.</param>
internal sealed record ProvingTest(string Clause, bool IsOnTest, string Name, string? Module, string Place);
