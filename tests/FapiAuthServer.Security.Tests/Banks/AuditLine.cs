namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>What an auditor reads of one event.</summary>
public sealed record AuditLine(string Event, string? ClientId, string? Reason, string? Clause);
