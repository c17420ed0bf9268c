namespace FapiAuthServer.Interaction.Consent;

/// <summary>What the customer decides on: who asks, for what, what stays out of reach, for how long, and where the answer goes.</summary>
internal sealed record ConsentView
{
    public required string ClientName { get; init; }
    public required string CustomerName { get; init; }

    /// <summary>The host that the browser goes back to; null when it is an app on the customer's device.</summary>
    public required string? ReturnAddress { get; init; }

    public required IReadOnlyList<ConsentItem> Permissions { get; init; }
    public required IReadOnlyList<string> Limits { get; init; }
    public required ConsentItem Duration { get; init; }

    /// <summary>How long the page may stay unanswered before the customer must sign in again.</summary>
    public required int Minutes { get; init; }
}
