using System.Globalization;
using System.Text;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>HTTP/1.1 line by line, for requests that no HTTP library would send.</summary>
internal static class HandWrittenHttp
{
    public static async Task<WireResponse> SendAsync(Stream stream, WireRequest request, int largestBody, CancellationToken cancellation)
    {
        await stream.WriteAsync(Write(request), cancellation);
        var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            answer.Write(buffer, 0, read);
            if (answer.Length > largestBody)
            {
                throw new WireException(WireFailure.TooLarge, $"{request.Address.Host} answered with more than {largestBody >> 20} MiB");
            }
        }
        return Read(answer.ToArray(), request);
    }

    private static byte[] Write(WireRequest request)
    {
        var body = request.Form?.Encode();
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Address.PathAndQuery} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {request.Address.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in request.Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        if (body is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n");
        }
        return Encoding.ASCII.GetBytes(text.Append("\r\n").Append(body).ToString());
    }

    private static WireResponse Read(byte[] answer, WireRequest request)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = end < 0 ? [] : Encoding.Latin1.GetString(answer, 0, end).Split("\r\n");
        if (lines is not [{ Length: >= 12 } first, ..] || !first.StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(first.AsSpan(9, 3), out var status))
        {
            throw new WireException(answer.Length == 0 ? WireFailure.Closed : WireFailure.Malformed, $"{request.Address.Host} did not answer with HTTP");
        }
        List<KeyValuePair<string, string>> headers =
        [
            .. lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
                .Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim())),
        ];
        var body = answer.AsSpan(end + 4);
        var chunked = headers.Any(header => header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
            && header.Value.Contains("chunked", StringComparison.OrdinalIgnoreCase));
        return new WireResponse(status, headers, Encoding.UTF8.GetString(chunked ? Join(body) : body));
    }

    private static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        var body = new MemoryStream();
        while (chunks.IndexOf("\r\n"u8) is >= 0 and var line
            && int.TryParse(Encoding.ASCII.GetString(chunks[..line]).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length)
            && length > 0 && line + 2 + length <= chunks.Length)
        {
            body.Write(chunks.Slice(line + 2, length));
            chunks = chunks[Math.Min(chunks.Length, line + 4 + length)..];
        }
        return body.ToArray();
    }
}
