using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace FapiAuthServer.Sca.Factors.Totp;

/// <summary>RFC 6238 one-time codes: HMAC-SHA-1, six digits, steps of 30 seconds, one step each way of the device's clock as it was last seen. (SCA-160 to SCA-163, SCA-165)</summary>
public static class TotpCodes
{
    public const int Digits = 6;
    public const int SecretBytes = 20;

    private const int MinSecretBytes = 16;
    private const int MaxSecretBytes = 64;
    private const int MaxInputLength = 32;
    private const int Tolerance = 1;

    // A code entered late looks like one of a slow device. So no more is remembered than leaves the present step in the window:
    // whose clock is right is never locked out by having been slow.
    private const int MaxDrift = Tolerance;
    private const long StepMilliseconds = 30_000;

    /// <summary>A new random secret of 160 bits, in base32.</summary>
    public static string NewSecret() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The code a customer's device shows at that moment.</summary>
    public static string Current(string secretBase32, DateTimeOffset now) =>
        TryDecodeSecret(secretBase32, out var secret)
            ? At(secret, StepAt(now))
            : throw new ArgumentException("Not a base32 secret of 128 to 512 bits.", nameof(secretBase32));

    internal static long StepAt(DateTimeOffset now) => now.ToUnixTimeMilliseconds() / StepMilliseconds;

    internal static string At(byte[] secret, long step) => new Hotp(secret, OtpHashMode.Sha1, Digits).ComputeHOTP(step);

    /// <summary>How far from ours the clock of the device seems to be, as far as it is remembered. (SCA-165)</summary>
    internal static int DriftOf(long step, DateTimeOffset now) => (int)Math.Clamp(step - StepAt(now), -MaxDrift, MaxDrift);

    /// <summary>The earliest step after <paramref name="lastStep"/> whose code this is, or null; looks at every step in any case.</summary>
    internal static long? FindStep(byte[] secret, string otp, DateTimeOffset now, long lastStep, int drift = 0)
    {
        var entered = ReadDigits(otp);
        var expected = StepAt(now) + Math.Clamp(drift, -MaxDrift, MaxDrift);
        long? found = null;
        for (var step = expected - Tolerance; step <= expected + Tolerance; step++)
        {
            var matches = CryptographicOperations.FixedTimeEquals(entered, Encoding.ASCII.GetBytes(At(secret, Math.Max(step, 0))));
            if (matches & step > lastStep & found is null)
                found = step;
        }

        return found;
    }

    internal static bool TryDecodeSecret(string secretBase32, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        var text = secretBase32.Replace(" ", "", StringComparison.Ordinal).TrimEnd('=');
        if (text.Length > MaxSecretBytes * 2 || !text.All(c => char.IsAsciiLetter(c) || c is >= '2' and <= '7'))
            return false;

        secret = text.Length == 0 ? [] : Base32Encoding.ToBytes(text);
        return secret.Length is >= MinSecretBytes and <= MaxSecretBytes;
    }

    // Devices show "123 456" and people type what they see. What is not six digits becomes bytes that no code equals.
    private static byte[] ReadDigits(string otp)
    {
        var code = new byte[Digits];
        if (otp.Length > MaxInputLength)
            return code;

        var digits = otp.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? Encoding.ASCII.GetBytes(digits) : code;
    }
}
