namespace FapiAuthServer.Conformance.Wire;

/// <summary>An answer without its secrets.</summary>
public sealed record RecordedResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
