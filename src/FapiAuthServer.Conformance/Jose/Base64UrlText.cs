using System.Buffers.Text;
using System.Text;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>base64url without padding, as JOSE writes it.</summary>
internal static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes, or null for text that is not base64url.</summary>
    public static byte[]? TryDecode(string text) => Base64Url.IsValid(text) && !text.Contains('=') ? Base64Url.DecodeFromChars(text) : null;
}
