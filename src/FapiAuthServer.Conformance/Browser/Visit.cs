using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>
/// A customer at the server's pages: signs in, proves the second factor and decides, in whatever order the pages come. It may come
/// back with the same browser, as the same customer.
/// </summary>
public sealed class Visit(ICustomerBrowser browser, BrowserConfiguration elements, CustomerPool customers) : IAsyncDisposable
{
    private const int MostPages = 10;

    private readonly List<PageKind> pages = [];
    private CustomerTurn? turn;

    /// <summary>The pages that were shown since the browser last came from the client.</summary>
    public IReadOnlyList<PageKind> Pages => [.. pages];

    /// <summary>Opens an address, and looks at what is there.</summary>
    public Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation)
    {
        pages.Clear();
        return browser.OpenAsync(address, cancellation);
    }

    /// <summary>The same, by a form of the client's.</summary>
    public Task<BrowserView> PostAsync(Uri address, FormParameters form, CancellationToken cancellation)
    {
        pages.Clear();
        return browser.PostAsync(address, form, cancellation);
    }

    /// <summary>From the page on show to the end: the client, an error page, or a page that nobody told the runner about.</summary>
    public async Task<BrowserView> FinishAsync(BrowserView view, Decision decision, CancellationToken cancellation)
    {
        while (pages.Count < MostPages)
        {
            pages.Add(view.Kind);
            switch (view.Kind)
            {
                case PageKind.SignIn:
                    turn ??= await customers.TakeAsync(cancellation);
                    view = await SignInAsync(turn.Customer, cancellation);
                    break;
                case PageKind.SecondFactor:
                    turn ??= await customers.TakeAsync(cancellation);
                    var code = await turn.NextCodeAsync(cancellation);
                    view = await browser.PressAsync(elements.Verify, new Dictionary<string, string> { [elements.OneTimeCode] = code }, cancellation);
                    break;
                case PageKind.Consent:
                    var button = decision == Decision.Approve ? elements.Approve : elements.Deny;
                    view = await browser.PressAsync(button, new Dictionary<string, string>(), cancellation);
                    break;
                default:
                    return view;
            }
        }
        throw new BrowserException($"the pages do not come to an end; after {MostPages} of them: {view.Describe()}");
    }

    /// <summary>Says that the customer wants to be signed out, where the server asks.</summary>
    public async Task<BrowserView> FinishSignOutAsync(BrowserView view, CancellationToken cancellation)
    {
        pages.Add(view.Kind);
        return view.Kind == PageKind.SignOut ? await browser.PressAsync(elements.SignOut, new Dictionary<string, string>(), cancellation) : view;
    }

    public async ValueTask DisposeAsync()
    {
        turn?.Dispose();
        await browser.DisposeAsync();
    }

    private Task<BrowserView> SignInAsync(CustomerConfiguration customer, CancellationToken cancellation) => browser.PressAsync(
        elements.SignIn,
        new Dictionary<string, string> { [elements.Username] = customer.Username, [elements.Password] = customer.Password },
        cancellation);
}
