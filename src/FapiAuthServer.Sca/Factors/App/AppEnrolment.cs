namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What an app sends to become a device of a customer.</summary>
/// <param name="ActivationCode">As the customer scanned or typed it.</param>
/// <param name="PublicKey">A key of P-256 made for this, as SubjectPublicKeyInfo.</param>
/// <param name="Signature">Of that key over the activation code in ASCII; ES256 in the form of JOSE.</param>
/// <param name="Label">What the customer calls the device; at most 100 visible characters.</param>
/// <param name="KeyStorage">Where the key is, as the caller has made sure of.</param>
/// <param name="Unlock">How the app is unlocked.</param>
/// <param name="IsIntact">The verdict of the platform's attestation, as the caller has made sure of.</param>
public sealed record AppEnrolment(
    string ActivationCode, byte[] PublicKey, byte[] Signature, string Label, KeyStorage KeyStorage, AppUnlock Unlock, bool IsIntact)
{
    // A record would otherwise print the activation code.
    public override string ToString() => nameof(AppEnrolment);
}
