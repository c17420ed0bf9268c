using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>A challenge, or why there is none.</summary>
public abstract record ChallengeResult
{
    private ChallengeResult()
    {
    }

    /// <summary>The customer can answer now; a challenge that was open before cannot be answered any more.</summary>
    /// <param name="ChallengeId">For <c>VerifyAsync</c>.</param>
    /// <param name="ExpiresAt">When it is too late.</param>
    /// <param name="SentTo">The end of the number a text went to, or null.</param>
    /// <param name="MatchNumber">What the customer has to find in the banking app, or null.</param>
    /// <param name="PasskeyOptions">What the browser needs to ask for a passkey, as JSON, or null.</param>
    public sealed record Begun(Guid ChallengeId, DateTimeOffset ExpiresAt, string? SentTo, int? MatchNumber, string? PasskeyOptions) : ChallengeResult;

    /// <summary>Nothing was asked.</summary>
    public sealed record Refused(ChallengeRefusal Reason) : ChallengeResult;
}
