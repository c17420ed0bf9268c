namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>What a passkey said, verified but for its counter and flags, which only we can judge.</summary>
internal sealed record PasskeyAssertion(Passkey Passkey, uint SignCount, bool IsBackupEligible, bool IsBackedUp)
{
    /// <summary>A counter that does not rise is the mark of a copy, unless the authenticator never counts. (WebAuthn §7.2 step 22, SCA-061)</summary>
    public bool IsFromCopy => (SignCount != 0 || Passkey.SignCount != 0) && SignCount <= Passkey.SignCount;

    /// <summary>Whether a key may be copied is decided when it is made, and one that may not never is. (WebAuthn §7.2 step 19)</summary>
    public bool IsConsistent => IsBackupEligible == Passkey.IsBackupEligible && (IsBackupEligible || !IsBackedUp);
}
