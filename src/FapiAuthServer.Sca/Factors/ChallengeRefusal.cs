namespace FapiAuthServer.Sca.Factors;

/// <summary>Why a challenge was not begun.</summary>
public enum ChallengeRefusal
{
    /// <summary>No such customer, or one who may not be served now.</summary>
    NotServed,

    /// <summary>The factors do not make strong authentication together, or are not allowed for this action.</summary>
    PolicyForbids,

    /// <summary>The customer has not enrolled a factor that was asked for, or may not use it yet.</summary>
    NotEnrolled,

    /// <summary>Too many prompts or texts already.</summary>
    TooMany,

    /// <summary>The customer said that the last prompt of this client was not theirs.</summary>
    Disowned,

    /// <summary>The text could not be sent, or the number must not be trusted now.</summary>
    NotDeliverable,
}
