namespace FapiAuthServer.ResourceServer;

/// <summary>
/// An answer other than the data: status, error code and description (RFC 6750 §3.1, RFC 9449 §7.1), and who failed.
/// </summary>
internal sealed record Refusal(int Status, string Error, string Description)
{
    /// <summary>The challenge that carries the error; the other accepted scheme is offered without one.</summary>
    public SenderConstraints Challenge { get; init; } = SenderConstraints.None;

    /// <summary>Whether another token or proof could help, so that the response says which (RFC 9110 §11.6.1).</summary>
    public bool IsChallenge { get; init; } = true;

    /// <summary>The scopes that would be needed, for insufficient_scope.</summary>
    public string? Scope { get; init; }

    /// <summary>The values of acr that would do, for insufficient_user_authentication.</summary>
    public string? Contexts { get; init; }

    /// <summary>How long ago the customer may have authenticated, for insufficient_user_authentication.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>When the same request might be answered otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
