using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>Opens the browser that the configuration asks for.</summary>
internal sealed class BrowserFactory(ServerConfiguration configuration) : IAsyncDisposable
{
    private readonly Lazy<Chromium> chromium = new(() => new Chromium(configuration.Browser.Executable));

    public async Task<ICustomerBrowser> OpenAsync(RecordingWire wire, ExchangeLog log, Uri redirectUri) => configuration.Browser.Driver switch
    {
        BrowserDriver.Chromium => await PlaywrightDriver.OpenAsync(await chromium.Value.StartAsync(), log, configuration, redirectUri),
        _ => new FormDriver(wire, configuration.Browser, redirectUri),
    };

    public async ValueTask DisposeAsync()
    {
        if (chromium.IsValueCreated)
        {
            await chromium.Value.DisposeAsync();
        }
    }
}
