using System.Text.Unicode;

namespace FapiAuthServer.Protocol.RequestForm;

/// <summary>
/// Whether what is percent-encoded is UTF-8. ASP.NET Core leaves a sequence that is not as the text it was written in, so that
/// two different requests would read the same.
/// </summary>
internal static class PercentEncoding
{
    public static bool IsUtf8(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                decoded[length++] = (byte)(Nibble(encoded[i + 1]) << 4 | Nibble(encoded[i + 2]));
                i += 2;
            }
            else
            {
                decoded[length++] = encoded[i];
            }
        }

        return Utf8.IsValid(decoded.AsSpan(0, length));
    }

    private static int Nibble(byte hex) => hex switch
    {
        <= (byte)'9' => hex - '0',
        <= (byte)'F' => hex - 'A' + 10,
        _ => hex - 'a' + 10,
    };
}
