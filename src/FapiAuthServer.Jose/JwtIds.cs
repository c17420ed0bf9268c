using System.Buffers.Text;
using System.Security.Cryptography;

namespace FapiAuthServer.Jose;

internal static class JwtIds
{
    public const int Longest = 256;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    // Identifiers are stored, so what a database or a log could stumble over is refused.
    public static JoseError? Check(string? jti)
    {
        if (string.IsNullOrEmpty(jti))
            return JoseError.JwtIdMissing;
        if (jti.Length > Longest)
            return JoseError.JwtIdTooLong;
        return jti.Any(char.IsControl) ? JoseError.Malformed : null;
    }
}
