using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A browser without script: plain HTTP, redirects and cookies by hand, forms as the page writes them.</summary>
internal sealed class FormDriver(RecordingWire wire, BrowserConfiguration elements, ClientAddresses client) : ICustomerBrowser
{
    private const int MostRedirects = 20;
    private static readonly Uri Nowhere = new("about:blank");

    private readonly CookieContainer cookies = new();
    private readonly HashSet<string> strict = []; // cookies that are not sent where another site sends the browser
    private IDocument? page;
    private Uri address = Nowhere;

    public Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation) => ArriveAsync(HttpMethod.Get, address, null, cancellation);

    public Task<BrowserView> PostAsync(Uri address, FormParameters form, CancellationToken cancellation) =>
        ArriveAsync(HttpMethod.Post, address, form, cancellation);

    public Task<BrowserView> PressAsync(string button, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation)
    {
        var pressed = page?.QuerySelector(button) ?? throw new BrowserException($"the page at {Shown(address)} has no element {button}");
        if (pressed is IHtmlAnchorElement link)
        {
            return VisitAsync(HttpMethod.Get, new Uri(address, link.GetAttribute("href") ?? ""), null, cancellation);
        }
        var form = (pressed as IHtmlFormElement) ?? (pressed as IHtmlButtonElement)?.Form ?? pressed.Closest("form") as IHtmlFormElement
            ?? throw new BrowserException($"the element {button} at {Shown(address)} is in no form");
        var values = ValuesOf(form, pressed, fields);
        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action");
        var target = string.IsNullOrEmpty(action) ? address : new Uri(address, action);
        return string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)
            ? VisitAsync(HttpMethod.Post, target, values, cancellation)
            : VisitAsync(HttpMethod.Get, new UriBuilder(target) { Query = values.Encode() }.Uri, null, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        page?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The page that sends the browser here is the client's own, whose address nobody has to know.
    private Task<BrowserView> ArriveAsync(HttpMethod method, Uri next, FormParameters? form, CancellationToken cancellation)
    {
        address = Nowhere;
        return VisitAsync(method, next, form, cancellation);
    }

    private async Task<BrowserView> VisitAsync(HttpMethod method, Uri next, FormParameters? form, CancellationToken cancellation)
    {
        var fromElsewhere = address == Nowhere;
        var origin = fromElsewhere ? "null" : address.GetLeftPart(UriPartial.Authority);
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var request = new WireRequest(method, next) { Form = form, Headers = [.. Headers(next, form is null ? null : origin, fromElsewhere)] };
            var response = await wire.SendAsync("Browser", request, typed: true, cancellation: cancellation);
            Keep(response, next);
            address = next;
            if (response.Header("Location") is not { } location || response.Status is not (>= 300 and < 400))
            {
                return await ShowAsync(response, cancellation);
            }
            next = Resolve(next, location);
            if (client.Contain(next))
            {
                // What a customer typed may be in it, if the server repeats the request.
                return new BrowserView(PageKind.Client, next, response.Status, "")
                {
                    Headers = response.Headers,
                    PostedForm = response.Status is 307 or 308 ? form : null,
                };
            }
            // 307 and 308 repeat the request, with the customer's password if that was in it.
            if (response.Status is not (307 or 308))
            {
                (method, form) = (HttpMethod.Get, null);
            }
        }
        throw new BrowserException($"more than {MostRedirects} redirects, the last to {Shown(next)}");
    }

    private async Task<BrowserView> ShowAsync(WireResponse response, CancellationToken cancellation)
    {
        page?.Dispose();
        page = await BrowsingContext.New().OpenAsync(content => content.Address(address.AbsoluteUri).Content(response.Body), cancellation);
        if (FormForClient(page) is { } posted)
        {
            return new BrowserView(PageKind.Client, new Uri(address, posted.GetAttribute("action")), response.Status, "")
            {
                Headers = response.Headers,
                PostedForm = ValuesOf(posted, null, new Dictionary<string, string>()),
            };
        }
        var kind = await PageKinds.OfAsync(selector => Task.FromResult(page.QuerySelector(selector) is not null), response.Status, elements);
        var words = (page.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new BrowserView(kind, address, response.Status, string.Join(' ', words))
        {
            Headers = response.Headers,
            ErrorCode = page.QuerySelector(elements.ErrorCode)?.TextContent.Trim(),
            ErrorDescription = page.QuerySelector(elements.ErrorDescription)?.TextContent.Trim(),
        };
    }

    private IEnumerable<KeyValuePair<string, string>> Headers(Uri next, string? origin, bool fromElsewhere)
    {
        yield return new("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        yield return new("Accept-Language", "en");
        if (origin is not null)
        {
            yield return new("Origin", origin);
        }
        var sent = cookies.GetCookies(next).Where(cookie => !fromElsewhere || !strict.Contains(cookie.Name)).Select(cookie => $"{cookie.Name}={cookie.Value}").ToList();
        if (sent.Count > 0)
        {
            yield return new("Cookie", string.Join("; ", sent));
        }
    }

    private void Keep(WireResponse response, Uri from)
    {
        foreach (var cookie in response.HeaderValues("Set-Cookie"))
        {
            try
            {
                cookies.SetCookies(from, cookie);
                if (cookie.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase))
                {
                    strict.Add(cookie.Split('=', 2)[0].Trim());
                }
            }
            catch (CookieException)
            {
                // As browsers do: a cookie that is not for this host, or none at all, is dropped.
            }
        }
    }

    // Script would send it at once; without script, the customer presses its button.
    private IHtmlFormElement? FormForClient(IDocument page) => page.QuerySelectorAll("form").OfType<IHtmlFormElement>().FirstOrDefault(form =>
        string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(address, form.GetAttribute("action"), out var action) && client.Contain(action));

    private static Uri Resolve(Uri from, string location) => Uri.TryCreate(from, location, out var target) && target.Scheme is "https" or "http"
        ? target
        : throw new BrowserException($"{Shown(from)} redirects to what is no address");

    private static FormParameters ValuesOf(IHtmlFormElement form, IElement? pressed, IReadOnlyDictionary<string, string> fields)
    {
        var typed = fields.ToDictionary(
            field => form.QuerySelector(field.Key) ?? throw new BrowserException($"the form has no field {field.Key}"), field => field.Value);
        var values = new FormParameters();
        foreach (var element in form.Elements.Where(element => element.HasAttribute("name") && !element.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name")!;
            if (typed.TryGetValue(element, out var text))
            {
                values.Add(name, text);
            }
            else if (IsSent(element))
            {
                values.Add(name, (element as IHtmlInputElement)?.Value ?? (element as IHtmlSelectElement)?.Value ?? element.TextContent);
            }
        }
        if (pressed?.GetAttribute("name") is { } button)
        {
            values.Add(button, pressed.GetAttribute("value") ?? "");
        }
        return values;
    }

    private static bool IsSent(IHtmlElement element) => element switch
    {
        IHtmlButtonElement => false,
        IHtmlInputElement { Type: "submit" or "button" or "image" or "reset" } => false,
        IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked,
        _ => true,
    };

    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);
}
