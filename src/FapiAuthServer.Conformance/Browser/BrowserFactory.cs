using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>Opens the browser that the configuration asks for.</summary>
internal sealed class BrowserFactory(ServerConfiguration configuration) : IAsyncDisposable
{
    private readonly Lazy<Chromium> chromium = new(() => new Chromium(configuration));

    /// <param name="server">Where the server's pages are.</param>
    /// <param name="client">Where the browser stops.</param>
    public async Task<ICustomerBrowser> OpenAsync(
        RecordingWire wire, ExchangeLog log, Uri server, ClientAddresses client, CancellationToken cancellation) => configuration.Browser.Driver switch
        {
            BrowserDriver.Chromium =>
                await PlaywrightDriver.OpenAsync(await chromium.Value.StartAsync(server, cancellation), log, configuration.Browser, client),
            _ => new FormDriver(wire, configuration.Browser, client),
        };

    public async ValueTask DisposeAsync()
    {
        if (chromium.IsValueCreated)
        {
            await chromium.Value.DisposeAsync();
        }
    }
}
