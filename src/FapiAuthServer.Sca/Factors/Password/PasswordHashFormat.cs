using System.Buffers.Binary;

namespace FapiAuthServer.Sca.Factors.Password;

internal static class PasswordHashFormat
{
    private const byte IdentityV2 = 0;
    private const byte IdentityV3 = 1;
    private const uint HmacSha512 = 2;

    /// <summary>
    /// Reads the cost from the hash itself. Identity says "rehash" only of a right password, and the decision must not depend on that.
    /// Hashes of another hasher are left alone.
    /// </summary>
    public static bool IsWeakerThan(string hash, int iterations)
    {
        Span<byte> header = stackalloc byte[9];
        if (hash.Length < 12 || !Convert.TryFromBase64Chars(hash.AsSpan(0, 12), header, out _))
            return false;

        return header[0] switch
        {
            IdentityV2 => true,
            IdentityV3 => BinaryPrimitives.ReadUInt32BigEndian(header[1..]) < HmacSha512
                || BinaryPrimitives.ReadUInt32BigEndian(header[5..]) < iterations,
            _ => false,
        };
    }
}
