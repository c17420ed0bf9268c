namespace FapiAuthServer.Sca.Factors;

/// <summary>What a factor has to tell the page when a challenge begins, or why it cannot take part.</summary>
internal sealed record Preparation
{
    public static Preparation Nothing { get; } = new();

    public ChallengeRefusal? Refusal { get; init; }

    /// <summary>The number a text was sent to, masked.</summary>
    public string? SentTo { get; init; }

    /// <summary>The number to be shown beside the prompt, and chosen in the app.</summary>
    public int? MatchNumber { get; init; }

    /// <summary>What the browser gives to <c>navigator.credentials.get</c>.</summary>
    public string? PasskeyOptions { get; init; }

    public Preparation With(Preparation other) => new()
    {
        Refusal = Refusal ?? other.Refusal,
        SentTo = SentTo ?? other.SentTo,
        MatchNumber = MatchNumber ?? other.MatchNumber,
        PasskeyOptions = PasskeyOptions ?? other.PasskeyOptions,
    };
}
