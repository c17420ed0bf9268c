using System.Net;
using System.Net.Sockets;
using System.Text;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>Requests that are wrong as HTTP, before they mean anything: refused or cut off, never a failure of the server.</summary>
[Collection(Refusals.Collection)]
public sealed class WireTests(SecurityBanks banks)
{
    private static readonly (string, string) Form = ("Content-Type", "application/x-www-form-urlencoded");

    [Fact]
    public async Task Malformed_HTTP_is_refused()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var token = client.Metadata.Endpoint("token_endpoint");
        var pushed = client.Metadata.Endpoint("pushed_authorization_request_endpoint");
        var authorize = client.Metadata.Endpoint("authorization_endpoint");
        var userInfo = client.Metadata.Endpoint("userinfo_endpoint");
        var before = await bank.CountAsync();
        (string Name, Uri Address, byte[] Request, int[] Statuses)[] requests =
        [
            ("body of 70 KB", token, RawHttp.PostForm(token, Encoding.ASCII.GetBytes("a=" + new string('x', 70_000))), [400, 413]),
            ("request object of 1 MB", token, RawHttp.PostForm(pushed, Encoding.ASCII.GetBytes("request=" + new string('A', 1_000_000))), [400, 413]),
            ("body said to be 5 GB", token, RawHttp.Request("POST", token, "a=b"u8.ToArray(), Form, ("Content-Length", "5000000000")), [400, 413]),
            ("body in endless chunks", token, Chunked(token, 200_000), [400, 413]),
            ("chunk of bad size", token, RawHttp.Request("POST", token, "zz\r\na=b\r\n0\r\n\r\n"u8.ToArray(), Form, ("Transfer-Encoding", "chunked")), [400]),
            ("chunk of huge size", token, RawHttp.Request("POST", token, "FFFFFFFFFFFFFFFF\r\na=b\r\n0\r\n\r\n"u8.ToArray(), Form, ("Transfer-Encoding", "chunked")), [400, 413]),
            ("length and chunks", token, RawHttp.Request("POST", token, "0\r\n\r\n"u8.ToArray(), Form, ("Transfer-Encoding", "chunked"), ("Content-Length", "5")), [400, 401]),
            ("two lengths", token, RawHttp.Request("POST", token, "a=b"u8.ToArray(), Form, ("Content-Length", "3"), ("Content-Length", "4")), [400]),
            ("negative length", token, RawHttp.Request("POST", token, "a=b"u8.ToArray(), Form, ("Content-Length", "-1")), [400]),
            ("no length", token, RawHttp.Request("POST", token, "a=b"u8.ToArray(), Form), [400, 401, 411]),
            ("unknown transfer coding", token, RawHttp.Request("POST", token, "a=b"u8.ToArray(), Form, ("Transfer-Encoding", "gzip")), [400, 411, 501]),
            ("compressed body", token, RawHttp.PostForm(token, [0x1F, 0x8B, 8, 0], ("Content-Encoding", "gzip")), [400, 401, 415]),
            ("header of 40 KB", token, RawHttp.Get(token, ("X-Filler", new string('x', 40_000))), [400, 431]),
            ("200 headers", token, RawHttp.Get(token, [.. Enumerable.Range(0, 200).Select(number => ($"X-Filler-{number}", "x"))]), [400, 431]),
            ("proof of 31 KB", token, RawHttp.PostForm(token, "a=b"u8.ToArray(), ("DPoP", new string('A', 31_000))), [400, 401, 431]),
            ("header without a name", token, RawHttp.Get(token, ("", "x")), [400]),
            ("header name with a space", token, RawHttp.Get(token, ("X Y", "x")), [400]),
            ("header with NUL", token, RawHttp.Get(token, ("X-A", "a\0b")), [400]),
            ("header with broken UTF-8", token, RawHttp.Get(token, ("X-A", "\u00C3\u0028")), [400]),
            ("folded header", token, RawHttp.Get(token, ("X-A", "a\r\n b")), [400]),
            ("two hosts", token, RawHttp.Get(token, ("Host", "localhost"), ("Host", "evil.example.test")), [400]),
            ("no host", token, Encoding.ASCII.GetBytes($"GET {token.AbsolutePath} HTTP/1.1\r\nConnection: close\r\n\r\n"), [400]),
            ("URL of 40 KB", authorize, RawHttp.Get(new Uri(authorize + "?a=" + new string('x', 40_000))), [400, 414]),
            ("query of 30 KB", authorize, RawHttp.Get(new Uri(authorize + "?a=" + new string('x', 30_000))), [400]),
            ("query of 2000 parameters", authorize, RawHttp.Get(new Uri(authorize + "?" + string.Join('&', Enumerable.Range(0, 2000).Select(number => $"p{number}=x")))), [400]),
            ("NUL in the path", authorize, Encoding.ASCII.GetBytes($"GET {authorize.AbsolutePath}%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), [400]),
            ("control in the path", authorize, Encoding.Latin1.GetBytes($"GET {authorize.AbsolutePath}\u0001 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), [400, 404]),
            ("path out of the root", authorize, Encoding.ASCII.GetBytes("GET /fapi2/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), [400, 404]),
            ("escaped path out of the root", authorize, Encoding.ASCII.GetBytes("GET /fapi2/css/%2e%2e/%2e%2e/appsettings.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), [400, 404]),
            ("absolute address of another host", authorize, Encoding.ASCII.GetBytes("GET https://evil.example.test/fapi2/authorize HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), [400, 404]),
            ("connect", authorize, Encoding.ASCII.GetBytes("CONNECT evil.example.test:443 HTTP/1.1\r\nHost: evil.example.test:443\r\nConnection: close\r\n\r\n"), [400, 404, 405]),
            ("HTTP 0.9", authorize, Encoding.ASCII.GetBytes("GET /\r\n\r\n"), [0, 400]),
            ("HTTP 9.9", authorize, Encoding.ASCII.GetBytes("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"), [400, 505]),
            ("garbage", authorize, [.. Enumerable.Range(0, 2000).Select(number => (byte)(number * 37))], [0, 400]),
            ("two proofs", token, RawHttp.PostForm(token, "a=b"u8.ToArray(), ("DPoP", "x"), ("DPoP", "y")), [400, 401]),
            ("two authorizations", userInfo, RawHttp.Get(userInfo, ("Authorization", "DPoP x"), ("Authorization", "DPoP y"), ("DPoP", "z")), [400, 401]),
            ("form on a GET", userInfo, RawHttp.Request("GET", userInfo, Encoding.ASCII.GetBytes("a=%FF&" + string.Join('&', Enumerable.Repeat("b=c", 500))), Form, ("Content-Length", $"{6 + (500 * 4)}"), ("Authorization", "DPoP x")), [400, 401]),
            ("cookies of 20 KB", authorize, RawHttp.Get(authorize, ("Cookie", "__Host-fapi-browser=" + new string('x', 20_000))), [400]),
            ("cookies that are none", authorize, RawHttp.Get(authorize, ("Cookie", ";;==;__Host-fapi-browser;\u00E9=\u00E9")), [400]),
        ];

        foreach (var (name, address, request, statuses) in requests)
        {
            var answer = await RawRequest.SendAsync(bank.Server.Wire, address, request);
            Assert.True(statuses.Contains(RawRequest.Status(answer)), $"{name}: {answer}");
            Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
            if (name.StartsWith("body", StringComparison.Ordinal))
            {
                Assert.Contains("\r\nStrict-Transport-Security:", answer, StringComparison.Ordinal);
                Assert.Matches("\r\nCache-Control: [^\r]*no-store", answer);
            }
        }

        Assert.Equal(before, await bank.CountAsync());
        Assert.Equal(HttpStatusCode.OK, await bank.HealthAsync());
        await FormTests.SettleAsync(bank);
    }

    [Fact]
    public async Task Truncated_and_abandoned_requests_harm_nobody()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var token = client.Metadata.Endpoint("token_endpoint");
        var whole = RawHttp.PostForm(token, Encoding.ASCII.GetBytes("grant_type=client_credentials&scope=accounts&client_id=" + client.ClientId));

        foreach (var cut in new[] { 1, 10, 40, whole.Length / 2, whole.Length - 20, whole.Length - 1 })
        {
            await using var stream = await bank.Server.Wire.OpenAsync(token, null);
            await stream.WriteAsync(whole.AsMemory(0, cut));
            await stream.FlushAsync();
        }

        using var plain = new TcpClient();
        await plain.ConnectAsync(token.Host, token.Port);
        await plain.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await plain.GetStream().WriteAsync(new byte[100]);

        Assert.Equal(HttpStatusCode.OK, await bank.HealthAsync());
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
        await FormTests.SettleAsync(bank);
    }

    [Fact]
    public async Task Pipelined_garbage_is_not_answered_as_a_request()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var token = client.Metadata.Endpoint("token_endpoint");
        var first = Encoding.ASCII.GetBytes($"POST {token.AbsolutePath} HTTP/1.1\r\nHost: {token.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b");
        var smuggled = Encoding.ASCII.GetBytes($"XXXX\r\nGET {client.Metadata.Endpoint("jwks_uri").AbsolutePath} HTTP/1.1\r\nHost: {token.Authority}\r\nConnection: close\r\n\r\n");

        var answer = await RawRequest.SendAsync(bank.Server.Wire, token, [.. first, .. smuggled]);

        Assert.Contains("invalid_client", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"keys\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
        await FormTests.SettleAsync(bank);
    }

    [Fact]
    public async Task Pages_take_no_nonsense()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);
        var token = Uri.EscapeDataString(await browser.TokenAsync(page));
        var cookies = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        var field = $"{BareBrowser.FormToken}={token}&";
        string[] forms =
        [
            field + "username=%00&password=%00", field + "username=%FF%FE&password=%ED%A0%80", field + "username=" + new string('u', 30_000) + "&password=" + new string('p', 30_000),
            field + "username=a&username=b&password=c&password=d", field + "Username[0]=a&username.x=b", field + string.Join('&', Enumerable.Range(0, 120).Select(number => $"p{number}=x")),
            field + string.Join('&', Enumerable.Range(0, 2000).Select(number => $"p{number}=x")), "&&==", field + "username=%F0%9F%98%80%0D%0A&password=%7F", field + "otp=%00%FF", field + "decision=%00",
        ];

        foreach (var name in new[] { "sign-in", "second-factor", "consent" })
        {
            var address = BareBrowser.Sibling(page, name);
            foreach (var form in forms)
            {
                var answer = await RawRequest.SendAsync(bank.Server.Wire, address, RawHttp.PostForm(address, Encoding.ASCII.GetBytes(form), ("Cookie", cookies)));
                Assert.True(RawRequest.Status(answer) is 303 or >= 400 and < 500, $"{name} {form[..Math.Min(form.Length, 300)]}: {answer}");
            }
            foreach (var (type, body) in new[] { ("application/json", "{}"), ("multipart/form-data; boundary=x", "--x"), ("text/plain", "a=b"), ("", "a=b") })
            {
                var answer = await RawRequest.SendAsync(bank.Server.Wire, address, RawHttp.Request(
                    "POST", address, Encoding.ASCII.GetBytes(body), ("Content-Type", type), ("Content-Length", $"{body.Length}"), ("Cookie", cookies)));
                Assert.InRange(RawRequest.Status(answer), 400, 499);
            }
        }

        foreach (var id in new[] { "x", new string('x', 5000), "%00", "%FF", "..", "%2e%2e%2f", "'%20OR%201=1--", "%F0%9F%98%80" })
        {
            foreach (var path in new[] { $"/fapi2/visit/{id}/consent", $"/fapi2/authorize/resume?visit={id}", $"/fapi2/authorize/{id}" })
            {
                var address = new Uri(page, "/");
                var answer = await RawRequest.SendAsync(bank.Server.Wire, address, Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"));
                Assert.True(RawRequest.Status(answer) is >= 400 and < 500, $"{path}: {answer}");
            }
        }
        Assert.Equal(HttpStatusCode.OK, await bank.HealthAsync());
        await FormTests.SettleAsync(bank);
    }

    private static byte[] Chunked(Uri address, int length)
    {
        var body = new StringBuilder();
        for (var sent = 0; sent < length; sent += 1000)
        {
            body.Append("3E8\r\n").Append('x', 1000).Append("\r\n");
        }
        return RawHttp.Request("POST", address, Encoding.ASCII.GetBytes(body.ToString()), Form, ("Transfer-Encoding", "chunked"));
    }
}
