using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A browser without history: opened without cookies, for one visit or for several, and closed after them.</summary>
[ExtensionPoint]
public interface ICustomerBrowser : IAsyncDisposable
{
    /// <summary>Opens an address and goes on until a page is shown or the client is reached, whose redirect URI is never fetched.</summary>
    Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation);

    /// <summary>The same, by a form that the client's page posts to the address.</summary>
    Task<BrowserView> PostAsync(Uri address, FormParameters form, CancellationToken cancellation);

    /// <summary>Fills fields of the page on show and presses a button or link; all are CSS selectors.</summary>
    Task<BrowserView> PressAsync(string button, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation);
}
