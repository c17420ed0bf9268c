using System.Text;
using AngleSharp;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>A browser without manners: sends the cookies and forms a test tells it to, and follows nothing by itself.</summary>
public sealed class BareBrowser(Wire wire)
{
    public const string BrowserCookie = "__Host-fapi-browser";
    public const string SessionCookie = "__Host-fapi-session";
    public const string FormCookie = "__Host-fapi-form";
    public const string FormToken = "__RequestVerificationToken";

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The raw Set-Cookie lines of the last answer.</summary>
    public IReadOnlyList<string> LastSetCookies { get; private set; } = [];

    /// <summary>Another browser that has stolen all the cookies of this one.</summary>
    public BareBrowser Copy()
    {
        var copy = new BareBrowser(wire);
        foreach (var (name, value) in Cookies)
        {
            copy.Cookies[name] = value;
        }
        return copy;
    }

    public Task<ServerResponse> GetAsync(Uri address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    public Task<ServerResponse> PostAsync(Uri address, FormParameters form, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, address, form, headers);

    /// <summary>Opens the page and sends its form back, with its antiforgery token.</summary>
    public async Task<ServerResponse> FillAsync(Uri page, params (string Name, string Value)[] fields)
    {
        var form = new FormParameters { [FormToken] = await TokenAsync(page) };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }
        return await PostAsync(page, form);
    }

    public async Task<string> TokenAsync(Uri page)
    {
        var shown = (await GetAsync(page)).Expect(200);
        var document = await BrowsingContext.New().OpenAsync(response => response.Content(shown.Body));
        return document.QuerySelector($"input[name={FormToken}]")?.GetAttribute("value") ?? throw new UnexpectedResponseException($"No form token on {page}: {shown.Body}");
    }

    /// <summary>Opens an authorization request; returns the page of its visit.</summary>
    public async Task<Uri> OpenVisitAsync(FintechClient client, Action<ProtocolRequest>? change = null) =>
        await OpenVisitAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri), change)).RequestUri));

    public async Task<Uri> OpenVisitAsync(Uri authorize) => new(authorize, (await GetAsync(authorize)).Expect(303).Header("Location")!);

    /// <summary>The page of the same visit with another name.</summary>
    public static Uri Sibling(Uri page, string name) => new(page, name);

    private async Task<ServerResponse> SendAsync(HttpMethod method, Uri address, FormParameters? form, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        if (form is not null)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form.Encode()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }
        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await wire.Client(null).SendAsync(request);
        var response = await ServerResponse.ReadAsync(answer);
        LastSetCookies = [.. response.Headers["Set-Cookie"]];
        foreach (var line in LastSetCookies)
        {
            var pair = line.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
        return response;
    }
}
