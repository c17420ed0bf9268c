using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Jose;

/// <summary>Proof that the sender of a request holds a key; only <see cref="DPoPProof.Verify"/> makes one.</summary>
/// <remarks>
/// It may still be a replay: the caller must use up <see cref="ReplayKey"/> in one atomic step, kept until <see
/// cref="ReplayUntil"/>.
/// </remarks>
public sealed class VerifiedDPoPProof
{
    internal VerifiedDPoPProof(
        string thumbprint, string jwtId, DateTimeOffset issuedAt, DateTimeOffset replayUntil, string algorithm)
    {
        Thumbprint = thumbprint;
        JwtId = jwtId;
        IssuedAt = issuedAt;
        ReplayUntil = replayUntil;
        Algorithm = algorithm;
        ReplayKey = MakeReplayKey(thumbprint, jwtId);
    }

    /// <summary>The RFC 7638 thumbprint of the proof's key: the <c>jkt</c> to bind to or compare with.</summary>
    public string Thumbprint { get; }

    /// <summary>The proof's <c>jti</c>: 1 to 256 characters without control characters.</summary>
    public string JwtId { get; }

    /// <summary>The proof's <c>iat</c>.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Until when the same proof might be accepted again, and so must be remembered.</summary>
    public DateTimeOffset ReplayUntil { get; }

    /// <summary>The algorithm it was verified with.</summary>
    public string Algorithm { get; }

    /// <summary>
    /// What identifies this proof: 43 characters of base64url, the SHA-256 of key thumbprint and <c>jti</c>. It includes the key
    /// so
    /// that one client cannot use up another's identifiers.
    /// </summary>
    public string ReplayKey { get; }

    private static string MakeReplayKey(string thumbprint, string jwtId)
    {
        Span<byte> input = stackalloc byte[(2 * sizeof(int)) + thumbprint.Length + Encoding.UTF8.GetMaxByteCount(JwtIds.Longest)];
        var length = Append(input, 0, thumbprint);
        length = Append(input, length, jwtId);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        return Base64Url.EncodeToString(hash);
    }

    private static int Append(Span<byte> buffer, int at, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, buffer[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[at..], written);
        return at + sizeof(int) + written;
    }
}
