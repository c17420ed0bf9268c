namespace FapiAuthServer.Sca.Factors.App;

/// <summary>
/// How an app may be unlocked so that it counts as an element: the lock of the phone itself does not, since whoever owns the
/// phone enrols in it. (SCA-068)
/// </summary>
[Flags]
public enum AppUnlock
{
    None = 0,

    /// <summary>A number of the app's own, chosen at enrolment.</summary>
    Pin = 1,

    /// <summary>Biometrics that were bound to the key at enrolment: the key dies when others are added. (SCA-065)</summary>
    BoundBiometrics = 2,
}
