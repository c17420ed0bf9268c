namespace FapiAuthServer.Sca.StepUp;

/// <summary>What a page that waits for the banking app may be told.</summary>
public enum ChallengeProgress
{
    Waiting,

    /// <summary>The app has approved; verify now.</summary>
    Approved,

    Denied,

    /// <summary>Expired, verified already, or replaced by a newer one.</summary>
    Over,
}
