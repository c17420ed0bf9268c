using FapiAuthServer.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace FapiAuthServer.Browser.Tests;

/// <summary>Debian's Chromium, driven by Playwright, which brings no browser of its own here.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string DefaultPath = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? DefaultPath,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A browser nobody has used yet: no cookies, no history.</summary>
    public Task<IBrowserContext> NewContextAsync(bool script, int width) => browser!.NewContextAsync(new BrowserNewContextOptions
    {
        JavaScriptEnabled = script,
        ViewportSize = new ViewportSize { Width = width, Height = 800 },
        // The sandbox's own authority is in no browser's list; that its certificates are right is tested without a browser.
        IgnoreHTTPSErrors = true,
    });

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
    }
}
