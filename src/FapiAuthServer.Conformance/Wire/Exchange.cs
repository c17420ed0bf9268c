namespace FapiAuthServer.Conformance.Wire;

/// <summary>One request and its answer as the report may show them: every secret is masked already.</summary>
/// <param name="At">When the request left, counted from the start of the module.</param>
/// <param name="Label">What it was, for a person: `Pushed authorization request`.</param>
/// <param name="Client">The client that sent it; null for a browser or a request without client.</param>
/// <param name="Response">The answer; null when none came, and then <paramref name="Failure"/> says why.</param>
/// <param name="Tokens">The JWTs of the request and its answer, taken apart, without their signatures.</param>
public sealed record Exchange(
    TimeSpan At, TimeSpan Duration, string Label, string? Client, RecordedRequest Request, RecordedResponse? Response, string? Failure,
    IReadOnlyList<DecodedToken> Tokens);
