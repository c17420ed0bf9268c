namespace FapiAuthServer.Conformance.Flows;

/// <summary>The refusal wanted from the token endpoint: one of the errors at 400, or at 401 when it is invalid_client.</summary>
/// <param name="Requirement">The clause that demands the refusal.</param>
/// <param name="Why">What is refused, to complete "is refused:".</param>
public sealed record TokenRefusal(string Requirement, string Why, params IReadOnlyList<string> Errors)
{
    /// <summary>Whether 401 will do with every one of the errors.</summary>
    public bool UnauthorizedIsFine { get; init; }
}
