namespace FapiAuthServer.Sca.Evidence;

/// <summary>What can happen in strong customer authentication.</summary>
public enum ScaEventKind
{
    SignedIn,
    SignInRefused,
    Challenged,
    Verified,
    VerificationRefused,
    Denied,

    /// <summary>The customer said that somebody else had asked.</summary>
    Disowned,

    BlockedForATime,
    BlockedForGood,
    Restored,
    CodeSpent,
    CodeRefused,
    FactorAdded,
    FactorRemoved,

    /// <summary>A passkey counted backwards, as only a copy does.</summary>
    CloneSuspected,

    /// <summary>The payee's bank was asked whether name and account belong together.</summary>
    PayeeChecked,
}
