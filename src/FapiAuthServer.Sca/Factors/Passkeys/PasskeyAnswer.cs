namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>What a browser sent to a question at the sign-in. The caller has made sure that the question was this browser's, on this visit.</summary>
/// <param name="QuestionId">The question; it can be answered once.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Response">The assertion, as JSON.</param>
public sealed record PasskeyAnswer(Guid QuestionId, DateTimeOffset AskedAt, string Response)
{
    public override string ToString() => $"{nameof(PasskeyAnswer)} {QuestionId}";
}
