namespace FapiAuthServer.Rejections;

/// <summary>One refusal: the reason, the clause that demands it, and what only the operator may read.</summary>
internal sealed record Rejection(Reason Reason, string Clause, string? OperatorDetail = null);
