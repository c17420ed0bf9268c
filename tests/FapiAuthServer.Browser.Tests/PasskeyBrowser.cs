using System.Collections.Concurrent;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>A browser on a device that can hold passkeys, and what was found wrong with the pages it was shown.</summary>
internal sealed class PasskeyBrowser : IAsyncDisposable
{
    private const string Payment =
        """[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Green Energy","creditorAccount":{"iban":"DE89370400440532013000"}}]""";

    private const string NoPasskeys = "delete window.PublicKeyCredential;";

    private static readonly int[] Widths = [320, 390, 1280];

    private readonly InProcessServer server;
    private readonly IBrowserContext context;
    private readonly ICDPSession devTools;
    private readonly ConcurrentQueue<string> faults = new();
    private readonly TaskCompletionSource<AuthorizationAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string authenticator = "";
    private FintechClient? client;
    private AuthorizationRequest? request;

    private PasskeyBrowser(InProcessServer server, IBrowserContext context, IPage page, ICDPSession devTools)
    {
        this.server = server;
        this.context = context;
        this.devTools = devTools;
        Page = page;
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                faults.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors of the script, violations of the policy, and pages that scroll sideways.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    /// <param name="chromium">The browser.</param>
    /// <param name="server">The bank.</param>
    /// <param name="isSynced">Whether the device copies its passkeys to others.</param>
    /// <param name="hasPasskeys">Whether the browser has heard of passkeys at all.</param>
    public static async Task<PasskeyBrowser> OpenAsync(Chromium chromium, InProcessServer server, bool isSynced = false, bool hasPasskeys = true)
    {
        var context = await chromium.NewContextAsync(script: true, 1280);
        context.SetDefaultTimeout(20_000);
        if (!hasPasskeys)
        {
            await context.AddInitScriptAsync(NoPasskeys);
        }
        var page = await context.NewPageAsync();
        var devTools = await context.NewCDPSessionAsync(page);
        var browser = new PasskeyBrowser(server, context, page, devTools);
        await browser.PlugInAsync(isSynced);
        return browser;
    }

    /// <summary>Whether the customer unlocks the device when it asks; who does not has cancelled.</summary>
    public Task UnlockAsync(bool isUnlocked) => devTools.SendAsync(
        "WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = authenticator, ["isUserVerified"] = isUnlocked });

    /// <summary>Signs in at the bank itself, and shows the two elements for a new passkey.</summary>
    public async Task ReachMakingAsync(SandboxCustomer customer, string label)
    {
        await Page.GotoAsync(new Uri(server.Kit.PublicAddress, "/fapi2/devices").AbsoluteUri);
        await Page.Locator("#username").FillAsync(customer.Username);
        await GiveTwoElementsAsync(customer, "#sign-in");
        await Page.Locator("#passkeys-link").ClickAsync();
        await Page.Locator("#add-passkey").ClickAsync();
        await Page.Locator("#label").FillAsync(label);
        await SeeAsync("passkey-add", "#factor-totp");
        await Page.Locator("#factor-totp").ClickAsync();
        await Page.Locator("#password").FillAsync(customer.Password);
        await Page.Locator("#approval-code").FillAsync(await customer.Device.NextAsync());
        await PressAsync("approval-verify");
        await SeeAsync("passkey-make", "#make-passkey");
    }

    public async Task EnrolAsync(SandboxCustomer customer, string label)
    {
        await ReachMakingAsync(customer, label);
        await MakeAsync();
    }

    /// <summary>The device makes the passkey, and the list shows it.</summary>
    public async Task MakeAsync()
    {
        await PressAsync("make-passkey");
        await SeeAsync("passkey-list", ".passkey");
    }

    /// <summary>Comes, on another day, from a fintech that wants a payment.</summary>
    public async Task ReachSignInAsync()
    {
        await context.ClearCookiesAsync();
        client = await server.ConnectAsync("fapi2-pkjwt-dpop-1");
        request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var fintech = client.RedirectUri.GetLeftPart(UriPartial.Authority);
        await Page.RouteAsync(address => address.StartsWith(fintech, StringComparison.Ordinal), async route =>
        {
            answer.TrySetResult(new AuthorizationAnswer(new Uri(route.Request.Url)));
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!DOCTYPE html><title>Client</title><h1>Client</h1>" });
        });

        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = Payment);
        pushed.Expect(201);
        await Page.GotoAsync(client.AuthorizeUrl(pushed.RequestUri).AbsoluteUri);
        await SeeAsync("passkey-sign-in", "#sign-in");
    }

    public async Task SignInWithPasswordAsync(SandboxCustomer customer)
    {
        await Page.Locator("#username").FillAsync(customer.Username);
        await Page.Locator("#password").FillAsync(customer.Password);
        await PressAsync("sign-in");
        await Page.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await PressAsync("verify");
    }

    public Task PressAsync(string id) => Page.Locator("#" + id).ClickAsync();

    /// <summary>What the page says when no passkey came.</summary>
    public async Task<string> NoteAsync(string picture)
    {
        await SeeAsync(picture, ".passkey-note:visible");
        return await Page.Locator(".passkey-note").InnerTextAsync();
    }

    /// <summary>Waits for a page and looks at it, at several widths.</summary>
    public async Task SeeAsync(string picture, string sign)
    {
        try
        {
            await Page.Locator(sign).First.WaitForAsync();
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"There is no {sign} on {Page.Url}: {await Page.Locator("main").InnerTextAsync()} {string.Join('\n', faults)}");
        }
        Directory.CreateDirectory(BuildPaths.Screenshots);
        foreach (var width in Widths)
        {
            await Page.SetViewportSizeAsync(width, 800);
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.Screenshots, $"{picture}-{width}.png"), FullPage = true });
            if (await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                faults.Enqueue($"{picture} scrolls sideways at {width} pixels.");
            }
        }
    }

    /// <summary>Back at the fintech, which redeems what it was given.</summary>
    public async Task<TokenResponse> RedeemAsync() =>
        await client!.RedeemCodeAsync((await answer.Task.WaitAsync(TimeSpan.FromSeconds(30))).Code, request!);

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task PlugInAsync(bool isSynced)
    {
        await devTools.SendAsync("WebAuthn.enable");
        var added = await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
                ["defaultBackupEligibility"] = isSynced,
                ["defaultBackupState"] = isSynced,
            },
        });
        authenticator = added!.Value.GetProperty("authenticatorId").GetString()!;
    }

    private async Task GiveTwoElementsAsync(SandboxCustomer customer, string button)
    {
        await Page.Locator("#password").FillAsync(customer.Password);
        await Page.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await Page.Locator(button).ClickAsync();
    }
}
