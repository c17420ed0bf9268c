using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>
/// A customer with a browser that has no script: opens pages, fills the forms it finds, and stops where it would leave the bank.
/// </summary>
public sealed class CustomerBrowser : IDisposable
{
    private const int MostRedirects = 10;

    private readonly Uri bank;
    private readonly HttpClient http;
    private readonly HttpClient crossSite;
    private bool withoutCookies;

    public CustomerBrowser(Wire wire, Uri bank, string language = "en")
    {
        this.bank = bank;
        var handler = wire.Handler(null);
        handler.UseCookies = true;
        handler.CookieContainer = Cookies;
        http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        crossSite = new HttpClient(wire.Handler(null)) { Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Who has signed in here last.</summary>
    public SandboxCustomer? Customer { get; private set; }

    /// <summary>The page on show.</summary>
    public CustomerPage Page { get; private set; } = CustomerPage.Blank;

    /// <summary>The redirect to the client, once the bank has sent the customer away.</summary>
    public AuthorizationAnswer? Answer { get; private set; }

    /// <summary>Every answer on the way to the present page, redirects included, oldest first.</summary>
    public List<ServerResponse> Trail { get; } = [];

    public Task OpenAsync(Uri address) => VisitAsync(HttpMethod.Get, address, null);

    /// <summary>Sends a form as a page of a client would: from another site, the bank's Lax cookies do not come along.</summary>
    public async Task PostAsync(Uri address, FormParameters form, bool isCrossSite = false)
    {
        withoutCookies = isCrossSite;
        await VisitAsync(HttpMethod.Post, address, form);
    }

    /// <summary>Presses a button, with the fields of its form filled by id, as the browser would send them.</summary>
    public Task PressAsync(string buttonId, params (string Id, string Value)[] fields)
    {
        var (method, target, form) = Fill(buttonId, fields);
        return VisitAsync(method, target, form);
    }

    /// <summary>Presses a button and goes nowhere: what the server answers is all that is wanted.</summary>
    public Task<ServerResponse> SubmitAsync(string buttonId, params (string Id, string Value)[] fields)
    {
        var (method, target, form) = Fill(buttonId, fields);
        return SendAsync(method, target, form, Page.Address);
    }

    /// <summary>Follows a link of the page on show.</summary>
    public Task FollowAsync(string linkId) =>
        OpenAsync(new Uri(Page.Address, Page.Element(linkId).GetAttribute("href") ?? throw Unexpected($"{linkId} is no link.")));

    public Task SignInAsync(SandboxCustomer customer)
    {
        Customer = customer;
        return SignInAsync(customer.Username, customer.Password);
    }

    public Task SignInAsync(string username, string password) => PressAsync("sign-in", ("username", username), ("password", password));

    public async Task VerifyAsync(SandboxCustomer customer) => await VerifyAsync(await customer.Device.NextAsync());

    public Task VerifyAsync(string oneTimeCode) => PressAsync("verify", ("otp", oneTimeCode));

    public async Task<AuthorizationAnswer> ApproveAsync()
    {
        await PressAsync("approve");
        if (Page.IsApproval)
        {
            await ConfirmByTextAsync();
        }
        return Answer ?? throw Unexpected("Approval did not lead back to the client.");
    }

    /// <summary>Confirms the payment on show with the code of a text message.</summary>
    public async Task ConfirmByTextAsync()
    {
        await PressAsync("factor-sms");
        await PressAsync("approval-verify", ("approval-code", Customer!.Texts!.Code));
    }

    public async Task<AuthorizationAnswer> DenyAsync()
    {
        await PressAsync("deny");
        return Answer ?? throw Unexpected("Denial did not lead back to the client.");
    }

    /// <summary>The whole way: sign in, second factor, consent.</summary>
    public async Task<AuthorizationAnswer> AuthorizeAsync(Uri address, SandboxCustomer customer)
    {
        await ReachConsentAsync(address, customer);
        return await ApproveAsync();
    }

    /// <summary>As far as the consent page, for tests that decide there.</summary>
    public async Task ReachConsentAsync(Uri address, SandboxCustomer customer)
    {
        await OpenAsync(address);
        await SignInAsync(customer);
        await VerifyAsync(customer);
    }

    public void Dispose()
    {
        http.Dispose();
        crossSite.Dispose();
    }

    private void Keep(HttpResponseMessage answer, Uri address)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            return;
        }
        foreach (var cookie in cookies)
        {
            Cookies.SetCookies(address, cookie);
        }
    }

    private async Task VisitAsync(HttpMethod method, Uri address, FormParameters? form)
    {
        Answer = null;
        Trail.Clear();
        var referrer = Page.Address;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var response = await SendAsync(method, address, form, referrer);
            Trail.Add(response);

            if (response.Header("Location") is not { } location || response.Status is not (>= 300 and < 400))
            {
                Page = await CustomerPage.ReadAsync(address, response);
                Answer = ReadHandover();
                return;
            }
            if (form is not null && response.Status != 303)
            {
                throw Unexpected($"A form with the customer's answers was redirected with {response.Status}, not 303.");
            }
            var next = new Uri(address, location);
            if (next.GetLeftPart(UriPartial.Authority) != bank.GetLeftPart(UriPartial.Authority))
            {
                Answer = new AuthorizationAnswer(next);
                return;
            }
            (method, address, form) = (HttpMethod.Get, next, null);
        }
        throw Unexpected($"More than {MostRedirects} redirects, the last to {address}.");
    }

    private async Task<ServerResponse> SendAsync(HttpMethod method, Uri address, FormParameters? form, Uri referrer)
    {
        using var request = new HttpRequestMessage(method, address);
        if (form is not null)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form.Encode()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
            request.Headers.TryAddWithoutValidation("Origin", referrer.GetLeftPart(UriPartial.Authority));
        }
        using var answer = await (withoutCookies ? crossSite : http).SendAsync(request);
        if (withoutCookies)
        {
            Keep(answer, address);
            withoutCookies = false; // what it redirects to is a GET, to which they do
        }
        return await ServerResponse.ReadAsync(answer);
    }

    private (HttpMethod Method, Uri Target, FormParameters? Form) Fill(string buttonId, (string Id, string Value)[] fields)
    {
        var button = Page.Element(buttonId);
        var form = button.Closest("form") as IHtmlFormElement ?? throw Unexpected($"The button {buttonId} is in no form.");
        var values = FormValues(form, button, fields.ToDictionary(field => field.Id, field => field.Value));
        var target = new Uri(Page.Address, button.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        return (form.GetAttribute("method") ?? "get").Equals("post", StringComparison.OrdinalIgnoreCase)
            ? (HttpMethod.Post, target, values)
            : (HttpMethod.Get, new UriBuilder(target) { Query = values.Encode() }.Uri, null);
    }

    // The page that posts the answer to the client by script, or by hand where there is none.
    private AuthorizationAnswer? ReadHandover()
    {
        if (!Page.Has("handover") || Page.Element("handover") is not IHtmlFormElement form)
        {
            return null;
        }
        return new AuthorizationAnswer(new Uri(form.GetAttribute("action")!)) { Posted = FormValues(form, Page.Element("continue"), []) };
    }

    private static FormParameters FormValues(IHtmlFormElement form, IElement button, Dictionary<string, string> fields)
    {
        var values = new FormParameters();
        foreach (var element in form.Elements.Where(element => element.HasAttribute("name") && !element.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name")!;
            if (element.Id is { } id && fields.Remove(id, out var typed))
            {
                values.AddAgain(name, typed);
            }
            else if (Submits(element))
            {
                values.AddAgain(name, (element as IHtmlInputElement)?.Value ?? (element as IHtmlSelectElement)?.Value ?? element.TextContent);
            }
        }
        if (button.GetAttribute("name") is { } buttonName)
        {
            values.AddAgain(buttonName, button.GetAttribute("value") ?? "");
        }
        return fields.Count == 0
            ? values
            : throw new UnexpectedResponseException($"The form has no field {string.Join(", ", fields.Keys)}.");
    }

    private static bool Submits(IHtmlElement element) => element switch
    {
        IHtmlButtonElement => false,
        IHtmlInputElement { Type: "submit" or "button" or "image" or "reset" } => false,
        IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked,
        _ => true,
    };

    private UnexpectedResponseException Unexpected(string what) => new($"{what} {Page.Describe()}");
}
