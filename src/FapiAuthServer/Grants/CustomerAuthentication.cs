namespace FapiAuthServer.Grants;

/// <summary>Who the customer is, how they showed it and when.</summary>
internal sealed record CustomerAuthentication(string Subject, DateTimeOffset AuthenticatedAt, string Acr, IReadOnlyList<string> Methods);
