using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>The one verdict over all elements; never which of them was wrong. (SCA-024)</summary>
public abstract record VerificationResult
{
    private VerificationResult()
    {
    }

    /// <summary>All were right.</summary>
    /// <param name="Code">The authentication code, this once.</param>
    /// <param name="EventId">The event, for use of the password again in the same session, and for the evidence.</param>
    /// <param name="Elements">What was shown.</param>
    /// <param name="Methods">How, in the words of RFC 8176.</param>
    /// <param name="AuthenticatedAt">When.</param>
    public sealed record Success(
        string Code, Guid EventId, IReadOnlyList<Element> Elements, IReadOnlyList<string> Methods, DateTimeOffset AuthenticatedAt) : VerificationResult
    {
        /// <summary>What it withstands beyond what two elements have to.</summary>
        public AuthenticationTraits Traits { get; init; }

        public override string ToString() => nameof(Success);
    }

    /// <summary>The banking app has not answered yet; nothing was judged or counted.</summary>
    public sealed record Pending : VerificationResult;

    /// <summary>Something was wrong, or the challenge is over.</summary>
    public sealed record Refused : VerificationResult;

    /// <summary>The customer is blocked; show what is shown for <see cref="Refused"/>.</summary>
    /// <param name="Until">End of a temporary block; null when only the bank can end it.</param>
    public sealed record Blocked(DateTimeOffset? Until) : VerificationResult;
}
