using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Jose;

/// <summary>
/// A server's DPoP nonces (RFC 9449 §8), derived from a secret and the time, so that nodes sharing the secret need no store.
/// </summary>
public sealed class DPoPNonce
{
    private const int SmallestSecret = 32;
    private static readonly byte[] Label = "FapiAuthServer DPoP nonce"u8.ToArray();

    private readonly byte[] _secret;

    /// <summary>Makes a source of nonces.</summary>
    /// <param name="secret">At least 32 octets, the same on every node; use different secrets for different servers.</param>
    /// <param name="window">How long one nonce is given out, at least one second. It is accepted for the next window as
    /// well.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is too short.</exception>
    public DPoPNonce(ReadOnlySpan<byte> secret, TimeSpan window)
    {
        if (secret.Length < SmallestSecret)
            throw new ArgumentException("The nonce secret must have at least 32 octets.", nameof(secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromSeconds(1));
        _secret = secret.ToArray();
        Window = window;
    }

    /// <summary>How long one nonce is given out.</summary>
    public TimeSpan Window { get; }

    /// <summary>The nonce to give out now: 43 characters of base64url, all within the nonce syntax of RFC 9449 §8.1.</summary>
    /// <param name="now">The current time.</param>
    public string Current(DateTimeOffset now) => Derive(Index(now));

    /// <summary>Whether a nonce was given out in this window or the one before.</summary>
    /// <param name="nonce">The nonce of a proof.</param>
    /// <param name="now">The current time.</param>
    public bool IsCurrent(string nonce, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(nonce);
        var index = Index(now);
        return Matches(nonce, Derive(index)) | Matches(nonce, Derive(index - 1));
    }

    private static bool Matches(string nonce, string expected)
        => nonce.Length == expected.Length
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(nonce), Encoding.ASCII.GetBytes(expected));

    private long Index(DateTimeOffset now) => now.UtcTicks / Window.Ticks;

    private string Derive(long index)
    {
        Span<byte> input = stackalloc byte[Label.Length + sizeof(long)];
        Label.CopyTo(input);
        BinaryPrimitives.WriteInt64BigEndian(input[Label.Length..], index);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, input, mac);
        return Base64Url.EncodeToString(mac);
    }
}
