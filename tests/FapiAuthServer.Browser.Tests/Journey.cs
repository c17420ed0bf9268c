using System.Collections.Concurrent;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>One customer's way through the pages, with what was found on each.</summary>
internal sealed class Journey : IAsyncDisposable
{
    private const string FindUnlabelled =
        """
        () => [...document.querySelectorAll('input, select, textarea')]
            .filter(input => input.type !== 'hidden')
            .filter(input => ![...(input.labels ?? [])].some(label => label.textContent.trim() !== ''))
            .filter(input => !input.getAttribute('aria-label') && !input.getAttribute('aria-labelledby'))
            .map(input => input.id || input.name || input.outerHTML)
        """;

    private readonly SandboxKit kit;
    private readonly Screen screen;
    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly List<PageVisit> visits = [];
    private readonly ConcurrentDictionary<string, bool> hosts = new();
    private readonly ConcurrentQueue<string> violations = new();
    private readonly ConcurrentQueue<string> missing = new();
    private readonly ConcurrentDictionary<string, string> policies = new();

    private Journey(SandboxKit kit, Screen screen, IBrowserContext context, IPage page)
    {
        this.kit = kit;
        this.screen = screen;
        this.context = context;
        this.page = page;
        page.Request += (_, request) => hosts.TryAdd(new Uri(request.Url).GetLeftPart(UriPartial.Authority), true);
        page.Response += (_, response) => KeepPolicy(response);
        page.Response += (_, response) => KeepMissing(response);
        page.Console += (_, message) => KeepViolation(message.Text);
        page.PageError += (_, error) => violations.Enqueue(error);
    }

    public IReadOnlyList<PageVisit> Visits => visits;

    public IReadOnlyCollection<string> Hosts => [.. hosts.Keys];

    public IReadOnlyCollection<string> Violations => [.. violations];

    public IReadOnlyCollection<string> Missing => [.. missing];

    public static async Task<Journey> BeginAsync(Chromium chromium, SandboxKit kit, Screen screen)
    {
        var context = await chromium.NewContextAsync(script: screen != Screen.WithoutScript, width: screen == Screen.Phone ? 320 : 1280);
        context.SetDefaultTimeout(15_000);
        return new Journey(kit, screen, context, await context.NewPageAsync());
    }

    /// <summary>From the fintech's first page to the bank's consent page.</summary>
    public async Task ReachConsentAsync(SandboxCustomer customer)
    {
        await page.GotoAsync(kit.FintechAddress.AbsoluteUri);
        await LookAsync("fintech", page.Locator("#connect"));

        await page.Locator("#connect").ClickAsync();
        await LookAsync("sign-in", page.Locator("#sign-in"));

        await page.Locator("#username").FillAsync(customer.Username);
        await page.Locator("#password").FillAsync(customer.Password);
        await page.Locator("#sign-in").ClickAsync();
        await LookAsync("second-factor", page.Locator("#verify"));

        await page.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await page.Locator("#verify").ClickAsync();
        await LookAsync("consent", page.Locator("#approve"));
    }

    public async Task<PageVisit> ApproveAsync()
    {
        await page.Locator("#approve").ClickAsync();
        return await LookAtFintechAsync("accounts");
    }

    public async Task<PageVisit> DenyAsync()
    {
        await page.Locator("#deny").ClickAsync();
        return await LookAtFintechAsync("denied");
    }

    /// <summary>A request no client can be told about, for nobody knows whose it is.</summary>
    public async Task<PageVisit> OpenBrokenLinkAsync(Uri authorizationEndpoint)
    {
        await page.GotoAsync(authorizationEndpoint.AbsoluteUri + "?client_id=unknown&request_uri=unknown");
        return await LookAsync("error", page.Locator("#error-code"));
    }

    /// <summary>The text of an element, shown or folded away.</summary>
    public Task<string?> TextOfAsync(string id) => page.Locator("#" + id).TextContentAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task<PageVisit> LookAtFintechAsync(string name)
    {
        await page.WaitForURLAsync(address => address.StartsWith(kit.FintechAddress.AbsoluteUri, StringComparison.Ordinal));
        return await LookAsync(name, page.Locator("h1"));
    }

    private async Task<PageVisit> LookAsync(string name, ILocator sign)
    {
        await sign.First.WaitForAsync();
        Directory.CreateDirectory(BuildPaths.Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(BuildPaths.Screenshots, $"{screen}-{visits.Count + 1}-{name}.png"),
            FullPage = true,
        });
        var visit = new PageVisit(name, page.Url)
        {
            ContentSecurityPolicy = policies.GetValueOrDefault(page.Url.Split('#')[0], ""),
            Language = await page.EvaluateAsync<string>("() => document.documentElement.lang"),
            Title = await page.TitleAsync(),
            MainHeadings = await page.Locator("h1").CountAsync(),
            UnlabelledInputs = await page.EvaluateAsync<string[]>(FindUnlabelled),
            Styles = await page.EvaluateAsync<int>(
                "() => [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)"),
            WidthOfContent = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"),
            WidthOfScreen = await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"),
            Text = await page.Locator("body").InnerTextAsync(),
        };
        visits.Add(visit);
        return visit;
    }

    private void KeepPolicy(IResponse response)
    {
        if (response.Request.IsNavigationRequest && response.Status is < 300 or >= 400)
        {
            policies[response.Url.Split('#')[0]] = response.Headers.GetValueOrDefault("content-security-policy", "");
        }
    }

    private void KeepMissing(IResponse response)
    {
        if (response.Status >= 400 && !response.Request.IsNavigationRequest)
        {
            missing.Enqueue($"{response.Status} {response.Url}");
        }
    }

    private void KeepViolation(string message)
    {
        if (message.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
        {
            violations.Enqueue(message);
        }
    }
}
