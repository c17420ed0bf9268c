namespace FapiAuthServer.Conformance.Wire;

/// <summary>A request without its secrets.</summary>
/// <param name="Certificate">The subject of the certificate that was shown; null when none was.</param>
public sealed record RecordedRequest(
    string Method, string Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body, string? Certificate);
