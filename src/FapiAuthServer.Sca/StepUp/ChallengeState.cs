namespace FapiAuthServer.Sca.StepUp;

/// <summary>How far a challenge has come.</summary>
public enum ChallengeState
{
    Open,
    Verified,
    Denied,

    /// <summary>Denied by a customer who had not asked for it.</summary>
    Disowned,

    /// <summary>Never shown, because there were too many already.</summary>
    Refused,
}
