namespace FapiAuthServer.Sca.Factors.App;

/// <summary>A code that makes the phone that shows it first a device of the customer.</summary>
/// <param name="Text">For a QR code.</param>
/// <param name="ExpiresAt">When it is too late.</param>
public sealed record ActivationCode(string Text, DateTimeOffset ExpiresAt)
{
    // A record would otherwise print the code.
    public override string ToString() => nameof(ActivationCode);
}
