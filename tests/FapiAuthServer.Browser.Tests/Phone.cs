using System.Collections.Concurrent;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>A phone with the sample banking app, and what was found wrong with its pages.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private const int Width = 390;
    private const int NarrowestScreen = 320;

    private const string KeysAreExtractable =
        """
        () => new Promise((resolve, reject) => {
            const opening = indexedDB.open('banking-app', 1);
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
                const request = opening.result.transaction('device').objectStore('device').get('this');
                request.onsuccess = () => resolve([request.result.key.extractable, request.result.codeKey.extractable]);
            };
        })
        """;

    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly ConcurrentQueue<string> faults = new();

    private Phone(IBrowserContext context, IPage page)
    {
        this.context = context;
        this.page = page;
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                faults.Enqueue(message.Text);
            }
        };
    }

    /// <summary>Errors of the script, violations of the policy, and screens that scroll sideways.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    public IPage Page => page;

    public static async Task<Phone> BuyAsync(Chromium chromium)
    {
        var context = await chromium.NewContextAsync(script: true, Width);
        return new Phone(context, await context.NewPageAsync());
    }

    /// <summary>The customer signs in on another device, adds a phone, and opens the link of the QR code, which is returned, on this one.</summary>
    public async Task<string> SetUpAsync(Chromium chromium, Uri devices, SandboxCustomer customer)
    {
        await using var desktop = await chromium.NewContextAsync(script: false, 1280);
        var bank = await desktop.NewPageAsync();
        await bank.GotoAsync(devices.AbsoluteUri);
        await bank.Locator("#username").FillAsync(customer.Username);
        await bank.Locator("#password").FillAsync(customer.Password);
        await bank.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await bank.Locator("#sign-in").ClickAsync();
        await bank.Locator("#add-phone").ClickAsync();
        await bank.Locator("#factor-totp").ClickAsync();
        await bank.Locator("#password").FillAsync(customer.Password);
        await bank.Locator("#approval-code").FillAsync(await customer.Device.NextAsync());
        await bank.Locator("#approval-verify").ClickAsync();
        await bank.Locator("#qr").WaitForAsync();
        await ShootAsync(bank, "desktop-activation");

        var link = (await bank.Locator("#activation-link").GetAttributeAsync("href"))!;
        await OpenAsync(link);
        await page.Locator("#enrol").ClickAsync();
        await SeeAsync("waiting-screen");
        return link;
    }

    public async Task OpenAsync(string address)
    {
        await page.GotoAsync(address);
        await page.Locator("main > section:visible").WaitForAsync();
    }

    /// <summary>Waits for a screen and looks at it, on this phone and on the narrowest there is.</summary>
    public async Task SeeAsync(string screen)
    {
        await page.Locator("#" + screen).WaitForAsync();
        await ShootAsync(page, "phone-" + screen);
        foreach (var width in (int[])[NarrowestScreen, Width])
        {
            await page.SetViewportSizeAsync(width, 800);
            if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                faults.Enqueue($"{screen} scrolls sideways at {width} pixels.");
            }
        }
    }

    public Task<string> TextOfAsync(string id) => page.Locator("#" + id).InnerTextAsync();

    public Task PickAsync(int number) => page.Locator($"#choices button[data-number='{number}']").ClickAsync();

    public Task<bool[]> AreKeysExtractableAsync() => page.EvaluateAsync<bool[]>(KeysAreExtractable);

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static async Task ShootAsync(IPage page, string picture)
    {
        Directory.CreateDirectory(BuildPaths.Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.Screenshots, picture + ".png"), FullPage = true });
    }
}
