using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Keys;

/// <summary>Writes and signs a JWT of this server in one pass, without building an object tree for it.</summary>
internal static class JwtWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="key">The issuer's key; its algorithm and kid go into the header.</param>
    /// <param name="type">The <c>typ</c> header.</param>
    /// <param name="claims">Writes the members of the payload.</param>
    public static string Sign(PrivateKey key, string type, Action<Utf8JsonWriter> claims)
        => Sign(key.Algorithm, key.Kid, type, claims, input => key.Sign(input));

    /// <param name="key">The issuer's key for ID tokens alone.</param>
    /// <param name="type">The <c>typ</c> header.</param>
    /// <param name="claims">Writes the members of the payload.</param>
    public static string Sign(Rs256Key key, string type, Action<Utf8JsonWriter> claims)
        => Sign(Rs256Key.Algorithm, key.Kid, type, claims, key.Sign);

    private static string Sign(string algorithm, string kid, string type, Action<Utf8JsonWriter> claims, Func<byte[], byte[]> sign)
    {
        var header = Write(json =>
        {
            json.WriteString("alg", algorithm);
            json.WriteString("kid", kid);
            json.WriteString("typ", type);
        });
        var payload = Write(claims);

        var input = new byte[Base64Url.GetEncodedLength(header.WrittenCount) + 1 + Base64Url.GetEncodedLength(payload.WrittenCount)];
        var written = Base64Url.EncodeToUtf8(header.WrittenSpan, input);
        input[written++] = (byte)'.';
        Base64Url.EncodeToUtf8(payload.WrittenSpan, input.AsSpan(written));

        return $"{Encoding.ASCII.GetString(input)}.{Base64Url.EncodeToString(sign(input))}";
    }

    private static ArrayBufferWriter<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }
}
