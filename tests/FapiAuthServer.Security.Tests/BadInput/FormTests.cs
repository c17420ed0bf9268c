using System.Net;
using System.Text;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>Forms that are too much, too odd or no forms, at every endpoint of the back channel alike.</summary>
[Collection(Refusals.Collection)]
public sealed class FormTests(SecurityBanks banks)
{
    private static readonly string[] NotIdempotent = ["GET", "PUT", "PATCH", "DELETE"];

    public static TheoryData<string> Endpoints => [.. Endpoint.All.Select(endpoint => endpoint.Name)];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_parameter_sent_twice_is_refused(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);
        List<string> names = [];
        await endpoint.SendAsync(bank, request => names = [.. request.Form.Pairs.Select(pair => pair.Key), "client_assertion", "client_assertion_type"]);
        await bank.AuditedAsync(0);
        await SettleAsync(bank);

        foreach (var parameter in names)
        {
            foreach (var again in new[] { parameter, parameter.ToUpperInvariant() })
            {
                await Refusals.AssertAsync(bank, $"{again} twice", 400, "invalid_request", () => endpoint.SendAsync(bank, request =>
                {
                    request.SendAssertion(request.Assertion!.Sign());
                    request.Form.AddAgain(again, request.Form[parameter]!);
                }));
                await Refusals.AssertAsync(bank, $"{again} twice, first empty", 400, "invalid_request", () => endpoint.SendAsync(bank, request =>
                {
                    request.SendAssertion(request.Assertion!.Sign());
                    request.Form.AddAgain(again, "");
                    request.Form.Reverse();
                }));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Oversized_and_broken_parameters_are_refused(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);
        (string Fault, Action<ProtocolRequest> Change)[] faults =
        [
            ("65 parameters more", request => AddMany(request, 65)),
            ("1000 parameters more", request => AddMany(request, 1000)),
            ("value of 9 KB", request => request.Form["custom"] = new string('v', 9_000)),
            ("value of 50 KB", request => request.Form["custom"] = new string('v', 50_000)),
            ("client_id of 9 KB", request => request.Form["client_id"] = new string('v', 9_000)),
            ("name of 200 characters", request => request.Form[new string('n', 200)] = "x"),
            ("name of 9 KB", request => request.Form[new string('n', 9_000)] = "x"),
            ("NUL in a value", request => request.Form["custom"] = "a\0b"),
            ("NUL in client_id", request => request.Form["client_id"] = "a\0b"),
            ("NUL in a name", request => request.Form["a\0b"] = "x"),
            ("line feed in a value", request => request.Form["custom"] = "a\nb"),
            ("escape in a value", request => request.Form["custom"] = "a\u001Bb"),
            ("C1 control in a value", request => request.Form["custom"] = "a\u0085b"),
            ("replacement character", request => request.Form["custom"] = "a\uFFFDb"),
        ];

        foreach (var (fault, change) in faults)
        {
            await Refusals.AssertAsync(bank, fault, [400, 413], ["invalid_request"], () => endpoint.SendAsync(bank, change));
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Broken_UTF8_is_refused(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);
        foreach (var octets in new[] { "%FF", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "%E2%82", "%80" })
        {
            await Refusals.AssertAsync(bank, octets, 400, "invalid_request", () => endpoint.SendAsync(bank, request => Append(request, $"&custom={octets}")));
            await Refusals.AssertAsync(bank, octets + " as a name", 400, "invalid_request", () => endpoint.SendAsync(bank, request => Append(request, $"&{octets}=x")));
        }

        await Refusals.AssertAsync(bank, "raw octets", 400, "invalid_request", () => endpoint.SendAsync(bank, request =>
        {
            Append(request, "&custom=");
            request.Body = [.. request.Body!, 0xC3, 0x28];
        }));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Bodies_that_are_no_forms_are_refused(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);
        (string Type, string Body)[] bodies =
        [
            ("application/json", """{"client_id":"fapi2-pkjwt-dpop-2","grant_type":"client_credentials"}"""), ("text/plain", "client_id=x"), ("application/xml", "<x/>"),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nx\r\n--b--\r\n"), ("multipart/form-data", "x"),
            ("application/octet-stream", "client_id=x"), ("", "client_id=x"), ("nonsense", "client_id=x"), ("application/x-www-form-urlencoded2", "client_id=x"),
        ];

        foreach (var (type, body) in bodies)
        {
            await Refusals.AssertAsync(bank, $"type {type}", [400, 401, 415], ["invalid_request", "invalid_client"], () => endpoint.SendAsync(bank, request =>
            {
                request.Assertion = null;
                request.ContentType = type;
                request.Body = Encoding.UTF8.GetBytes(body);
            }));
        }

        foreach (var body in new[] { "", "&", "&&==&=", "=", "%", "%zz=%zz", "a", "client_id", "client_id=", "\0\0\0\0", new string('&', 30_000) })
        {
            await Refusals.AssertAsync(bank, $"body {body[..Math.Min(20, body.Length)]}", [400, 401], ["invalid_request", "invalid_client"], () => endpoint.SendAsync(bank, request =>
            {
                request.Assertion = null;
                request.Body = Encoding.UTF8.GetBytes(body);
            }));
        }

        foreach (var charset in new[] { "utf-16", "utf-7", "nonsense", "iso-8859-1" })
        {
            await Refusals.AssertAsync(bank, $"charset {charset}", [400, 401, 415], ["invalid_request", "invalid_client"], () => endpoint.SendAsync(bank, request =>
            {
                Append(request, "&custom=%E4");
                request.ContentType = $"application/x-www-form-urlencoded; charset={charset}";
            }));
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Other_methods_are_refused(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);
        foreach (var method in NotIdempotent)
        {
            await Refusals.AssertAsync(bank, method, [400, 405], ["invalid_request"], () => endpoint.SendAsync(bank, request =>
            {
                request.Method = new HttpMethod(method);
                if (method == "GET")
                {
                    request.SendAssertion(request.Assertion!.Sign());
                    request.Address = new Uri(request.Address + "?" + request.Form.Encode());
                    request.Body = [];
                }
            }));
        }

        var before = await bank.CountAsync();
        foreach (var method in new[] { "HEAD", "OPTIONS", "TRACE", "PROPFIND", "X" })
        {
            var answer = await endpoint.SendAsync(bank, request => (request.Method, request.Body) = (new HttpMethod(method), []));
            Assert.InRange(answer.Status, 400, 499);
        }
        Assert.Equal(before, await bank.CountAsync());
        await SettleAsync(bank);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Credentials_in_the_query_are_not_taken(string name)
    {
        var bank = await banks.StrictAsync();
        var endpoint = Endpoint.Named(name);

        await Refusals.AssertAsync(bank, "credentials in the query", [400, 401], ["invalid_request", "invalid_client"], () => endpoint.SendAsync(bank, request =>
        {
            request.SendAssertion(request.Assertion!.Sign());
            request.Address = new Uri($"{request.Address}?{request.Form.Encode()}");
            foreach (var parameter in request.Form.Pairs.Select(pair => pair.Key).ToList())
            {
                request.Form[parameter] = null;
            }
            request.Form["custom"] = "x";
        }));
    }

    [Fact]
    public async Task Server_is_still_well()
    {
        var bank = await banks.StrictAsync();

        (await (await bank.ConnectAsync()).ClientCredentialsAsync("accounts")).Expect(200);
        Assert.Equal(HttpStatusCode.OK, await bank.HealthAsync());
        await SettleAsync(bank);
    }

    /// <summary>Waits until everything that was done so far is in the audit table.</summary>
    internal static async Task SettleAsync(Bank bank)
    {
        for (var (count, before) = (await bank.CountAuditedAsync(), -1); count != before;)
        {
            await Task.Delay(150);
            (count, before) = (await bank.CountAuditedAsync(), count);
        }
    }

    private static void AddMany(ProtocolRequest request, int count)
    {
        for (var number = 0; number < count; number++)
        {
            request.Form[$"p{number}"] = "x";
        }
    }

    // The form as it is, and these characters behind it.
    private static void Append(ProtocolRequest request, string text)
    {
        request.SendAssertion(request.Assertion!.Sign());
        request.Body = Encoding.ASCII.GetBytes(request.Form.Encode() + text);
    }
}
