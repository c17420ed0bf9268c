using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;
using Microsoft.Playwright;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>One Chromium process, started when it is first needed and shared by all visits.</summary>
internal sealed class Chromium(ServerConfiguration configuration) : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim starting = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    private string Executable => configuration.Browser.Executable;

    public async Task<IBrowser> StartAsync(Uri server, CancellationToken cancellation)
    {
        await starting.WaitAsync(cancellation);
        try
        {
            if (browser is null)
            {
                IEnumerable<string> trust = configuration.Authorities.Count == 0
                    ? []
                    : [$"--ignore-certificate-errors-spki-list={await ServerPin.OfAsync(server, new TlsTrust(configuration.Authorities), cancellation)}"];
                playwright ??= await Playwright.CreateAsync();
                browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = [.. Arguments, .. trust] });
            }
            return browser;
        }
        catch (PlaywrightException exception)
        {
            throw new ConformanceException($"{Executable} cannot be started; set browser.executable to a Chromium that runs here.", exception);
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
