using System.Globalization;

namespace FapiAuthServer.Sca.Factors.Totp;

/// <summary>A seed on its way to the customer's device, to be shown once.</summary>
/// <param name="Secret">In base32, for typing.</param>
/// <param name="Uri">For a QR code.</param>
public sealed record TotpSeed(string Secret, string Uri)
{
    private const int Period = 30;

    internal static TotpSeed Of(string secret, string issuer, string username)
    {
        var label = $"{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(username)}";
        return new TotpSeed(secret, string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{label}?secret={secret}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={TotpCodes.Digits}&period={Period}"));
    }

    // A record would otherwise print the secret.
    public override string ToString() => nameof(TotpSeed);
}
