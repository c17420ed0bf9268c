using FapiAuthServer.Conformance.Configuration;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A customer at the server's pages: signs in, proves the second factor and decides, in whatever order the pages come.</summary>
public sealed class Visit(ICustomerBrowser browser, BrowserConfiguration elements, CustomerPool customers) : IAsyncDisposable
{
    private const int MostPages = 10;

    private CustomerTurn? turn;

    /// <summary>Opens an address, and looks at what is there.</summary>
    public Task<BrowserView> OpenAsync(Uri address, CancellationToken cancellation) => browser.OpenAsync(address, cancellation);

    /// <summary>From the page on show to the end: the client, an error page, or a page that nobody told the runner about.</summary>
    public async Task<BrowserView> FinishAsync(BrowserView view, Decision decision, CancellationToken cancellation)
    {
        for (var pages = 0; pages < MostPages; pages++)
        {
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
