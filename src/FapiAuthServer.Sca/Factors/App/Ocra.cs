using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>OCRA (RFC 6287): short codes over a question, here over what the app shows. (SCA-167)</summary>
internal static class Ocra
{
    /// <summary>Eight digits over a question of 32 bytes.</summary>
    public const string Suite = "OCRA-1:HOTP-SHA256-8:QH64";

    private const int QuestionBytes = 128;

    /// <summary>The code for a question of the suite's own form: decimal digits, hexadecimal digits, or text.</summary>
    public static string Compute(string suite, byte[] key, string question, ulong? counter = null, byte[]? pinHash = null, ulong? time = null)
    {
        var parts = suite.Split(':');
        var function = parts[1].Split('-');
        var input = new List<byte>([.. Encoding.ASCII.GetBytes(suite), 0]);

        foreach (var field in parts[2].Split('-'))
            input.AddRange(field[0] switch
            {
                'C' => Number(counter),
                'Q' => Question(field[1], question),
                'P' => pinHash ?? throw new ArgumentNullException(nameof(pinHash)),
                'T' => Number(time),
                _ => throw new ArgumentException("Not a suite this module knows.", nameof(suite)),
            });

        return Truncate(Hash(function[1], key, [.. input]), int.Parse(function[2], CultureInfo.InvariantCulture));
    }

    private static byte[] Hash(string function, byte[] key, byte[] input) => function switch
    {
        "SHA1" => Sha1(key, input),
        "SHA256" => HMACSHA256.HashData(key, input),
        "SHA512" => HMACSHA512.HashData(key, input),
        _ => throw new ArgumentException("Not a hash of RFC 6287.", nameof(function)),
    };

#pragma warning disable CA5350 // RFC 6287's own vectors use it; our suite does not.
    private static byte[] Sha1(byte[] key, byte[] input) => HMACSHA1.HashData(key, input);
#pragma warning restore CA5350

    private static byte[] Question(char form, string question)
    {
        var hexadecimal = form switch
        {
            'N' => BigInteger.Parse(question, NumberStyles.None, CultureInfo.InvariantCulture) is { IsZero: false } number
                ? number.ToString("X", CultureInfo.InvariantCulture).TrimStart('0')
                : "0",
            'H' => question,
            _ => Convert.ToHexString(Encoding.ASCII.GetBytes(question)),
        };
        return Convert.FromHexString(hexadecimal.PadRight(QuestionBytes * 2, '0'));
    }

    private static byte[] Number(ulong? value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value ?? throw new ArgumentNullException(nameof(value)));
        return bytes;
    }

    private static string Truncate(byte[] hash, int digits)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }
}
