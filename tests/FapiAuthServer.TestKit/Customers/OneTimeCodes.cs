using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>The customer's authenticator (RFC 6238, SHA-1, six digits, thirty seconds), which never shows one code twice.</summary>
public sealed class OneTimeCodes(string base32Secret) : IDisposable
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    // Near its end a step is left alone: the code would be too old by the time it arrives.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(4);

    private readonly byte[] secret = DecodeBase32(base32Secret);
    private readonly SemaphoreSlim turn = new(1);
    private long lastStep;

    /// <summary>The next unused code. A server accepts one step back, so two codes can be had at once; after that, one per step.</summary>
    public async Task<string> NextAsync(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                var now = DateTimeOffset.UtcNow;
                var current = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
                var left = DateTimeOffset.FromUnixTimeSeconds((current + 1) * (long)Step.TotalSeconds) - now;
                var oldest = left > Margin ? current - 1 : current;
                var step = Math.Max(oldest, lastStep + 1);
                if (step <= current)
                {
                    lastStep = step;
                    return Code(step);
                }
                await Task.Delay(left + TimeSpan.FromMilliseconds(200), cancellation);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The code of any moment, used or not: for the tests that send a stale or repeated one.</summary>
    public string At(DateTimeOffset moment) => Code(moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds);

    public void Dispose() => turn.Dispose();

    private string Code(long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // TOTP is defined on HMAC-SHA-1, and authenticator apps know nothing else.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0F, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] DecodeBase32(string text)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var character in text.TrimEnd('='))
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException("The TOTP secret is not base32.");
            }
            (buffer, bits) = ((buffer << 5 | value) & 0xFFF, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }
        return [.. bytes];
    }
}
