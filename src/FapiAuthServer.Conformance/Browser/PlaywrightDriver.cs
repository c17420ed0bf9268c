using System.Diagnostics;
using System.Net;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;
using Microsoft.Playwright;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A real browser, for pages that need script. What it loads beside pages is not recorded.</summary>
internal sealed class PlaywrightDriver : ICustomerBrowser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IBrowserContext context;
    private readonly ExchangeLog log;
    private readonly BrowserConfiguration elements;
    private readonly ClientAddresses clients;
    private IPage page;
    private Uri? client;
    private FormParameters? posted;
    private IResponse? shown;
    private int status;

    private PlaywrightDriver(IBrowserContext context, IPage page, ExchangeLog log, BrowserConfiguration elements, ClientAddresses clients)
    {
        this.clients = clients;
        this.context = context;
        this.page = page;
        this.log = log;
        this.elements = elements;
    }

    public static async Task<PlaywrightDriver> OpenAsync(IBrowser browser, ExchangeLog log, BrowserConfiguration elements, ClientAddresses clients)
    {
        var context = await browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.NewPageAsync();
        var driver = new PlaywrightDriver(context, page, log, elements, clients);
        context.Response += (_, response) => driver.Record(response);
        await context.RouteAsync(driver.IsClient, route => driver.ReachAsync(route));
        // A route is asked for the first address of a chain only, so a redirect is caught where it is announced.
        context.Request += (_, request) => driver.Notice(request);
        return driver;
    }

    public Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation) => ArriveAsync(address, () => page.GotoAsync(address.AbsoluteUri));

    public Task<BrowserView> PostAsync(Uri address, FormParameters form, CancellationToken cancellation) => ArriveAsync(address, async () =>
    {
        var fields = form.Select(field => $"<input type=hidden name=\"{WebUtility.HtmlEncode(field.Key)}\" value=\"{WebUtility.HtmlEncode(field.Value)}\">");
        await page.GotoAsync("about:blank");
        await page.SetContentAsync($"<form method=post action=\"{WebUtility.HtmlEncode(address.AbsoluteUri)}\">{string.Concat(fields)}<button>Continue</button></form>");
        await page.ClickAsync("button");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    });

    public async Task<BrowserView> PressAsync(string button, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation)
    {
        Forget();
        try
        {
            foreach (var (field, value) in fields)
            {
                await page.Locator(field).First.FillAsync(value);
            }
            await page.Locator(button).First.ClickAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }
        catch (PlaywrightException) when (client is not null)
        {
            // As above.
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            throw new BrowserException($"the page at {page.Url.Split('?')[0]} cannot be operated by {button}", exception);
        }
        return await ShowAsync();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private async Task<BrowserView> ArriveAsync(Uri address, Func<Task> go)
    {
        await TurnOverAsync();
        try
        {
            await go();
        }
        catch (PlaywrightException) when (client is not null)
        {
            // The navigation ended at the client, which does not exist.
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            throw new BrowserException($"the browser cannot open {address.GetLeftPart(UriPartial.Path)}", exception);
        }
        return await ShowAsync();
    }

    // A page that was on its way to the client may not have come to rest; the next one is fresh, with the same cookies.
    private async Task TurnOverAsync()
    {
        if (page.Url != "about:blank")
        {
            await page.CloseAsync();
            page = await context.NewPageAsync();
        }
        Forget();
    }

    private void Forget() => (client, posted) = (null, null);

    private async Task<BrowserView> ShowAsync()
    {
        await WaitForFormAsync();
        IReadOnlyList<KeyValuePair<string, string>> headers = shown is null ? [] : [.. shown.Headers];
        if (client is not null)
        {
            return new BrowserView(PageKind.Client, client, status, "") { Headers = headers, PostedForm = posted };
        }
        var kind = await PageKinds.OfAsync(async selector => await page.Locator(selector).CountAsync() > 0, status, elements);
        var words = (await page.Locator("body").InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new BrowserView(kind, new Uri(page.Url), status, string.Join(' ', words))
        {
            Headers = headers,
            ErrorCode = await TextAsync(elements.ErrorCode),
            ErrorDescription = await TextAsync(elements.ErrorDescription),
        };
    }

    private async Task<string?> TextAsync(string selector) =>
        await page.Locator(selector).CountAsync() > 0 ? (await page.Locator(selector).First.InnerTextAsync()).Trim() : null;

    // A form for the client is posted by the page's own script, which may take a moment.
    private async Task WaitForFormAsync()
    {
        try
        {
            var action = client is null ? await page.EvaluateAsync<string?>("() => document.forms.length ? document.forms[0].action : null") : null;
            for (var waited = Stopwatch.StartNew(); client is null && action is not null && IsClient(action) && waited.Elapsed < Patience;)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
        catch (PlaywrightException) when (client is not null)
        {
            // The form was posted while it was looked for.
        }
    }

    private async Task ReachAsync(IRoute route)
    {
        // What a page shows of the client, such as its logo, is no visit to it.
        if (route.Request.IsNavigationRequest)
        {
            Reach(route.Request);
        }
        await route.AbortAsync();
    }

    private void Notice(IRequest request)
    {
        if (request.IsNavigationRequest && IsClient(request.Url))
        {
            Reach(request);
        }
    }

    private void Reach(IRequest request)
    {
        if (client is null)
        {
            posted = request is { Method: "POST", PostData: { } data } ? FormParameters.Decode(data) : null;
            client = new Uri(request.Url);
        }
    }

    private void Record(IResponse response)
    {
        if (!response.Request.IsNavigationRequest)
        {
            return;
        }
        // Requests are reported without their fragment, so that an answer in it is read where it is announced.
        if (response.Headers.TryGetValue("location", out var location)
            && Uri.TryCreate(new Uri(response.Url), location, out var target) && clients.Contain(target) && client is null)
        {
            posted = response.Status is 307 or 308 ? FormParameters.Decode(response.Request.PostData ?? "") : null;
            client = target;
        }
        (status, shown) = (response.Status, response);
        var mask = new SecretMask();
        var at = log.Elapsed;
        log.Add(new Exchange(
            at, TimeSpan.Zero, "Browser", null,
            new RecordedRequest(response.Request.Method, mask.Address(new Uri(response.Url)), [], null, null),
            new RecordedResponse(response.Status, mask.Headers([.. response.Headers]), ""), null, mask.Tokens));
    }

    private bool IsClient(string address) => Uri.TryCreate(address, UriKind.Absolute, out var target) && clients.Contain(target);
}
