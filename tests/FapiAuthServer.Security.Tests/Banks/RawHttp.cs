using System.Text;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>Requests as bytes, for headers and bodies that no HTTP library would send.</summary>
public static class RawHttp
{
    public static byte[] Get(Uri address, params (string Name, string Value)[] headers) => Request("GET", address, [], headers);

    public static byte[] PostForm(Uri address, byte[] body, params (string Name, string Value)[] headers) => Request(
        "POST", address, body, [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", $"{body.Length}"), .. headers]);

    /// <summary>The request with exactly these headers; Host is added unless it is among them.</summary>
    public static byte[] Request(string method, Uri address, byte[] body, params (string Name, string Value)[] headers)
    {
        var head = new StringBuilder($"{method} {address.PathAndQuery} HTTP/1.1\r\n");
        if (!headers.Any(header => header.Name == "Host"))
        {
            head.Append($"Host: {address.Authority}\r\n");
        }
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }
        head.Append("Connection: close\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }
}
