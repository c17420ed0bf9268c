using Microsoft.Playwright;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>One Chromium process, started when it is first needed and shared by all visits.</summary>
internal sealed class Chromium(string executable) : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim starting = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task<IBrowser> StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
        }
        catch (PlaywrightException exception)
        {
            throw new ConformanceException($"{executable} cannot be started; set browser.executable to a Chromium that runs here.", exception);
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
        starting.Dispose();
    }
}
