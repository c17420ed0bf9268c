namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>A test that says which clause it proves.</summary>
/// <param name="Clause">The requirement tag.</param>
/// <param name="Name">The class and method.</param>
/// <param name="Module">The module of the conformance suite whose name its display name begins with.</param>
/// <param name="Place">File and line.</param>
internal sealed record ProvingTest(string Clause, string Name, string? Module, string Place);
