using AngleSharp;
using AngleSharp.Dom;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>A page the customer is shown, found by the element ids that are part of the sandbox's contract.</summary>
public sealed record CustomerPage(Uri Address, ServerResponse Response, IDocument Document)
{
    public static CustomerPage Blank { get; } = new(
        new Uri("about:blank"),
        new ServerResponse(0, Array.Empty<string>().ToLookup(name => name), ""),
        BrowsingContext.New().OpenNewAsync().GetAwaiter().GetResult());

    public bool IsSignIn => Has("sign-in");

    public bool IsSecondFactor => Has("otp");

    public bool IsConsent => Has("approve");

    public bool IsApproval => Document.QuerySelector("button[name=factor]") is not null || Has("approval-verify");

    public bool IsError => Has("error-code");

    public string? ErrorCode => Text("error-code");

    public string? ErrorDescription => Text("error-description");

    public static async Task<CustomerPage> ReadAsync(Uri address, ServerResponse response)
    {
        var document = await BrowsingContext.New().OpenAsync(page => page.Address(address.AbsoluteUri).Content(response.Body));
        return new CustomerPage(address, response, document);
    }

    public bool Has(string id) => Document.GetElementById(id) is not null;

    public string? Text(string id) => Document.GetElementById(id)?.TextContent.Trim();

    public IElement Element(string id) =>
        Document.GetElementById(id) ?? throw new UnexpectedResponseException($"There is no element {id}. {Describe()}");

    /// <summary>Where the browser is and what it shows, for the message of a failing test.</summary>
    public string Describe()
    {
        var words = (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return $"The browser shows {Response.Status} {Address.OriginalString.Split('?')[0]}: {string.Join(' ', words)}";
    }
}
