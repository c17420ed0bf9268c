namespace FapiAuthServer.Conformance.Flows;

/// <summary>
/// The refusal wanted for a bad authorization request, from whichever endpoint notices first. Whatever happens, no code may reach
/// the client.
/// </summary>
/// <param name="Requirement">The clause that demands the refusal.</param>
/// <param name="Why">What is wrong with the request, to complete "A request … is refused".</param>
public sealed record RequestRefusal(string Requirement, string Why)
{
    /// <summary>The errors that the PAR endpoint may answer with.</summary>
    public IReadOnlyList<string> AtPush { get; init; } = [];

    /// <summary>Whether the PAR endpoint may refuse with any 4xx, another error than those being a warning.</summary>
    public bool AnyErrorAtPush { get; init; }

    /// <summary>Whether the PAR endpoint may answer 401 as well as 400.</summary>
    public bool UnauthorizedIsFine { get; init; }

    /// <summary>The errors that may reach the client from the authorization endpoint; empty when none may.</summary>
    public IReadOnlyList<string> AtAuthorization { get; init; } = [];

    /// <summary>Whether another error than those is no more than a warning, when it comes from the authorization endpoint.</summary>
    public bool AnyErrorAtAuthorization { get; init; }

    /// <summary>Whether a page that the customer sees will do; a person has to look at it then.</summary>
    public bool OrPage { get; init; }

    /// <summary>Whether `state` may be missing in an error at the client.</summary>
    public bool StateIsOptional { get; init; }

    /// <summary>
    /// Whether an error may come in plain parameters where responses come otherwise: a server that cannot read a request does not know
    /// its response_mode.
    /// </summary>
    public bool PlainErrorIsFine { get; init; }
}
