using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;
using Microsoft.Playwright;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A real browser, for pages that need script. What it loads beside pages is not recorded.</summary>
internal sealed class PlaywrightDriver : ICustomerBrowser
{
    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly ExchangeLog log;
    private readonly BrowserConfiguration elements;
    private Uri? client;
    private int status;

    private PlaywrightDriver(IBrowserContext context, IPage page, ExchangeLog log, BrowserConfiguration elements)
    {
        this.context = context;
        this.page = page;
        this.log = log;
        this.elements = elements;
    }

    public static async Task<PlaywrightDriver> OpenAsync(IBrowser browser, ExchangeLog log, BrowserConfiguration elements, Uri redirectUri)
    {
        var context = await browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.NewPageAsync();
        var driver = new PlaywrightDriver(context, page, log, elements);
        page.Response += (_, response) => driver.Record(response, redirectUri);
        await context.RouteAsync(address => IsClient(address, redirectUri), route => driver.ReachAsync(route));
        // A route is asked for the first address of a chain only, so a redirect is caught where it is announced.
        page.Request += (_, request) => driver.Notice(request, redirectUri);
        return driver;
    }

    public async Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation)
    {
        client = null;
        try
        {
            await page.GotoAsync(address.AbsoluteUri);
        }
        catch (PlaywrightException) when (client is not null)
        {
            // The navigation ended at the client, which does not exist.
        }
        catch (PlaywrightException exception)
        {
            throw new BrowserException($"the browser cannot open {address.GetLeftPart(UriPartial.Path)}", exception);
        }
        return await ShowAsync();
    }

    public async Task<BrowserView> PressAsync(string button, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation)
    {
        client = null;
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

    private async Task<BrowserView> ShowAsync()
    {
        if (client is not null)
        {
            return new BrowserView(PageKind.Client, client, status, "");
        }
        var kind = await PageKinds.OfAsync(async selector => await page.Locator(selector).CountAsync() > 0, status, elements);
        var words = (await page.Locator("body").InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new BrowserView(kind, new Uri(page.Url), status, string.Join(' ', words))
        {
            ErrorCode = await TextAsync(elements.ErrorCode),
            ErrorDescription = await TextAsync(elements.ErrorDescription),
        };
    }

    private async Task<string?> TextAsync(string selector) =>
        await page.Locator(selector).CountAsync() > 0 ? (await page.Locator(selector).First.InnerTextAsync()).Trim() : null;

    private async Task ReachAsync(IRoute route)
    {
        client ??= new Uri(route.Request.Url);
        await route.AbortAsync();
    }

    private void Notice(IRequest request, Uri redirectUri)
    {
        if (request.IsNavigationRequest && IsClient(request.Url, redirectUri))
        {
            client ??= new Uri(request.Url);
        }
    }

    private void Record(IResponse response, Uri redirectUri)
    {
        if (!response.Request.IsNavigationRequest)
        {
            return;
        }
        // Requests are reported without their fragment, so that an answer in it is read where it is announced.
        if (response.Headers.TryGetValue("location", out var location)
            && Uri.TryCreate(new Uri(response.Url), location, out var target) && IsClient(target.AbsoluteUri, redirectUri))
        {
            client ??= target;
        }
        status = response.Status;
        var mask = new SecretMask();
        var at = log.Elapsed;
        log.Add(new Exchange(
            at, TimeSpan.Zero, "Browser", null,
            new RecordedRequest(response.Request.Method, mask.Address(new Uri(response.Url)), [], null, null),
            new RecordedResponse(response.Status, mask.Headers([.. response.Headers]), ""), null, mask.Tokens));
    }

    private static bool IsClient(string address, Uri redirectUri) =>
        Uri.TryCreate(address, UriKind.Absolute, out var target) && target.GetLeftPart(UriPartial.Path) == redirectUri.GetLeftPart(UriPartial.Path);
}
