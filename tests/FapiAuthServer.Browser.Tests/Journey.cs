using System.Collections.Concurrent;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>One customer's way through the pages, with what was found on each.</summary>
internal sealed class Journey : IAsyncDisposable
{
    // What the focus lands on without a ring around it, while Tab goes through the whole page.
    private const string DescribeFocus =
        """
        () => {
            const element = document.activeElement;
            const style = getComputedStyle(element);
            return element === document.body ? '' : `${element.tagName} ${element.id || element.textContent.trim()}`
                + (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? ' has no ring' : '');
        }
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
        await ReachSignInAsync();
        await SignInAsync(customer);
    }

    /// <summary>From the fintech's first page to the bank's first.</summary>
    public async Task ReachSignInAsync()
    {
        await page.GotoAsync(kit.FintechAddress.AbsoluteUri);
        await LookAsync("fintech", page.Locator("#connect"));

        await page.Locator("#connect").ClickAsync();
        await LookAsync("sign-in", page.Locator("#sign-in"));
    }

    public async Task SignInAsync(SandboxCustomer customer)
    {
        await GiveFirstElementAsync(customer.Username, customer.Password);
        await GiveSecondElementAsync(await customer.Device.NextAsync());
        await LookAsync("consent", page.Locator("#approve"));
    }

    public async Task<PageVisit> FailToSignInAsync()
    {
        await GiveFirstElementAsync("nobody", "wrong-password");
        await GiveSecondElementAsync("000000");
        return await LookAsync("failed", page.Locator("#fault"));
    }

    public async Task GiveFirstElementAsync(string username, string password)
    {
        await page.Locator("#username").FillAsync(username);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("#sign-in").ClickAsync();
        await LookAsync("second-factor", page.Locator("#verify"));
    }

    /// <summary>Away for so long that the session has ended; then the customer allows what they had been asked.</summary>
    public async Task<PageVisit> ComeBackTooLateAsync()
    {
        await context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "__Host-fapi-session" });
        await page.Locator("#approve").ClickAsync();
        return await LookAsync("signed-out", page.Locator("#signed-out"));
    }

    public async Task<PageVisit> CancelAsync()
    {
        await page.Locator("#cancel").ClickAsync();
        await LookAsync("cancel", page.Locator("#stay"));
        await page.Locator("#deny").ClickAsync();
        return await LookAtFintechAsync("cancelled");
    }

    /// <summary>Opens a client's request and allows it; what the browser then posts to the client, who is played by the browser itself.</summary>
    public async Task<FormParameters> AnswerByFormAsync(Uri request, Uri callback, SandboxCustomer customer)
    {
        var posted = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(address => address.StartsWith(callback.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), async route =>
        {
            posted.TrySetResult($"{route.Request.Method} {route.Request.PostData}");
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!DOCTYPE html><title>Client</title><h1>Client</h1>" });
        });
        await page.GotoAsync(request.AbsoluteUri);
        await page.Locator("#sign-in").WaitForAsync();
        await SignInAsync(customer);
        await page.Locator("#approve").ClickAsync();
        if (screen == Screen.WithoutScript)
        {
            await LookAsync("handover", page.Locator("#continue"));
            await page.Locator("#continue").ClickAsync();
        }
        var call = await posted.Task.WaitAsync(TimeSpan.FromSeconds(15));
        return call.StartsWith("POST ", StringComparison.Ordinal)
            ? FormParameters.Decode(call[5..])
            : throw new InvalidOperationException("The answer did not come by a form: " + call);
    }

    /// <summary>Opens a client's request, signs in and allows it; the client's host is played by the browser itself. Where the answer led to.</summary>
    public async Task<Uri> AllowAsync(Uri request, Uri callback, SandboxCustomer customer)
    {
        await PlayClientAsync(callback);
        await page.GotoAsync(request.AbsoluteUri);
        await LookAsync("sign-in", page.Locator("#sign-in"));
        await SignInAsync(customer);
        await page.Locator("#approve").ClickAsync();
        return await ArriveAsync(callback);
    }

    /// <summary>Opens the logout of a client that cannot show whose it is: the customer is asked.</summary>
    public async Task<PageVisit> OpenLogoutAsync(Uri logout)
    {
        await page.GotoAsync(logout.AbsoluteUri);
        return await LookAsync("logout", page.Locator("#sign-out"));
    }

    /// <summary>Says yes, and stays with the bank.</summary>
    public async Task<PageVisit> SignOutAsync()
    {
        await page.Locator("#sign-out").ClickAsync();
        return await LookAsync("signed-out", page.Locator("#signed-out"));
    }

    /// <summary>Says yes, and is sent on to the client.</summary>
    public async Task<Uri> SignOutToAsync(Uri callback)
    {
        await page.Locator("#sign-out").ClickAsync();
        return await ArriveAsync(callback);
    }

    private async Task PlayClientAsync(Uri callback) => await page.RouteAsync(
        address => address.StartsWith(callback.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal),
        route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!DOCTYPE html><title>Client</title><h1>Client</h1>" }));

    private async Task<Uri> ArriveAsync(Uri callback)
    {
        await page.WaitForURLAsync(address => address.StartsWith(callback.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        return new Uri(page.Url);
    }

    /// <summary>Goes on with Tab from where the page put the focus; what was reached, and what did not show it.</summary>
    public async Task<IReadOnlyList<string>> TabThroughAsync()
    {
        var reached = new List<string>();
        var focus = await page.EvaluateAsync<string>(DescribeFocus);
        while (focus != "" && !reached.Contains(focus))
        {
            reached.Add(focus);
            await page.Keyboard.PressAsync("Tab");
            focus = await page.EvaluateAsync<string>(DescribeFocus);
        }
        return reached;
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

    /// <summary>What is not on the customer's way: opened by its address.</summary>
    public async Task<PageVisit> OpenAsync(string name, Uri address, string sign)
    {
        await page.GotoAsync(address.AbsoluteUri);
        return await LookAsync(name, page.Locator(sign));
    }

    /// <summary>The text of an element, shown or folded away.</summary>
    public Task<string?> TextOfAsync(string id) => page.Locator("#" + id).TextContentAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task GiveSecondElementAsync(string code)
    {
        await page.Locator("#otp").FillAsync(code);
        await page.Locator("#verify").ClickAsync();
    }

    private async Task<PageVisit> LookAtFintechAsync(string name)
    {
        await page.WaitForURLAsync(address => address.StartsWith(kit.FintechAddress.AbsoluteUri, StringComparison.Ordinal));
        return await LookAsync(name, page.Locator("h1"));
    }

    private async Task<PageVisit> LookAsync(string name, ILocator sign)
    {
        await sign.First.WaitForAsync();
        var picture = $"{screen}-{visits.Count + 1}-{name}";
        var faint = await page.EvaluateAsync<string[]>(PageLook.FindFaint);
        await ShootAsync(picture);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        faint = [.. faint, .. await page.EvaluateAsync<string[]>(PageLook.FindFaint)];
        await ShootAsync(picture + "-dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        var (largeContent, largeScreen) = await EnlargeAsync(picture);
        var visit = new PageVisit(name, page.Url)
        {
            ContentSecurityPolicy = policies.GetValueOrDefault(page.Url.Split('#')[0], ""),
            Language = await page.EvaluateAsync<string>("() => document.documentElement.lang"),
            Title = await page.TitleAsync(),
            MainHeadings = await page.Locator("h1").CountAsync(),
            UnlabelledInputs = await page.EvaluateAsync<string[]>(PageLook.FindUnlabelled),
            Styles = await page.EvaluateAsync<int>(
                "() => [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)"),
            WidthOfContent = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"),
            WidthOfScreen = await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"),
            WidthOfLargeContent = largeContent,
            WidthOfLargeScreen = largeScreen,
            FaintWords = faint,
            Text = await page.Locator("body").InnerTextAsync(),
        };
        visits.Add(visit);
        return visit;
    }

    // A desktop at 200 %: half the width in pixels of the page. The letters too, as those set them who zoom text alone.
    private async Task<(int Content, int Screen)> EnlargeAsync(string picture)
    {
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(640, size.Height);
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
        var widths = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        await ShootAsync(picture + "-large");
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");
        await page.SetViewportSizeAsync(size.Width, size.Height);
        return (widths[0], widths[1]);
    }

    private async Task ShootAsync(string picture)
    {
        Directory.CreateDirectory(BuildPaths.Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.Screenshots, picture + ".png"), FullPage = true });
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
