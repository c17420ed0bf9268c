namespace FapiAuthServer.Architecture.Tests;

/// <summary>One place where a rule is not kept: what an exception for it would have to name, and what a person needs to find it.</summary>
internal sealed record Finding(string Subject, string Detail);
