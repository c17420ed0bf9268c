using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Jose;

/// <summary>The key derivation of ECDH-ES: one round of the Concat KDF with SHA-256, as the framework computes it (RFC 7518 §4.6.2).</summary>
internal static class KeyAgreement
{
    private static ReadOnlySpan<byte> Round => [0, 0, 0, 1];

    /// <param name="own">The private key of one side.</param>
    /// <param name="other">The public key of the other side, on the same curve.</param>
    /// <param name="enc">The content encryption algorithm the key is for.</param>
    /// <param name="keyBytes">Its key length, at most 32.</param>
    /// <param name="apu">The <c>apu</c> header, decoded.</param>
    /// <param name="apv">The <c>apv</c> header, decoded.</param>
    public static byte[] DeriveKey(
        ECDiffieHellman own, ECDiffieHellmanPublicKey other, string enc, int keyBytes, ReadOnlySpan<byte> apu, ReadOnlySpan<byte> apv)
    {
        var info = new byte[sizeof(int) + enc.Length + sizeof(int) + apu.Length + sizeof(int) + apv.Length + sizeof(int)];
        var rest = Append(info, Encoding.ASCII.GetBytes(enc));
        rest = Append(rest, apu);
        rest = Append(rest, apv);
        BinaryPrimitives.WriteInt32BigEndian(rest, keyBytes * 8);

        return own.DeriveKeyFromHash(other, HashAlgorithmName.SHA256, Round.ToArray(), info)[..keyBytes];
    }

    private static Span<byte> Append(Span<byte> buffer, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer, part.Length);
        part.CopyTo(buffer[sizeof(int)..]);
        return buffer[(sizeof(int) + part.Length)..];
    }
}
