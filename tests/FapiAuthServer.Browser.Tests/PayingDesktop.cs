using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>The browser in which a customer was sent to the bank to pay.</summary>
internal sealed class PayingDesktop : IAsyncDisposable
{
    private const string Payment =
        """[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Green Energy","creditorAccount":{"iban":"DE89370400440532013000"}}]""";

    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly FintechClient client;
    private readonly AuthorizationRequest request;
    private readonly TaskCompletionSource<AuthorizationAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PayingDesktop(IBrowserContext context, IPage page, FintechClient client)
    {
        this.context = context;
        this.page = page;
        this.client = client;
        request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
    }

    /// <summary>As far as the page that asks how the customer wants to confirm the payment.</summary>
    public static async Task<PayingDesktop> BeginAsync(Chromium chromium, FintechClient client, SandboxCustomer customer)
    {
        var desktop = await ReachConsentAsync(chromium, client, customer);
        await desktop.AgreeAsync();
        return desktop;
    }

    /// <summary>As far as the page that asks whether the fintech may.</summary>
    public static async Task<PayingDesktop> ReachConsentAsync(Chromium chromium, FintechClient client, SandboxCustomer customer)
    {
        var context = await chromium.NewContextAsync(script: false, 1280);
        var desktop = new PayingDesktop(context, await context.NewPageAsync(), client);
        await desktop.SignInAsync(customer);
        return desktop;
    }

    public async Task AgreeAsync()
    {
        await PressAsync("approve");
        await page.Locator("#ways").WaitForAsync();
    }

    public IPage Page => page;

    public async Task<string> ChooseAsync(string factor, string shown)
    {
        await PressAsync(factor);
        var text = await TextOfAsync(shown);
        Directory.CreateDirectory(BuildPaths.Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.Screenshots, $"desktop-{factor}.png"), FullPage = true });
        return text;
    }

    public Task TypeAsync(string code) => page.Locator("#approval-code").FillAsync(code);

    public Task TypePasswordAsync(string password) => page.Locator("#password").FillAsync(password);

    public Task PressAsync(string button) => page.Locator("#" + button).ClickAsync();

    public Task<string> TextOfAsync(string id) => page.Locator("#" + id).InnerTextAsync();

    /// <summary>Goes on, and back to the fintech, which redeems what it was given.</summary>
    /// <param name="byItself">The page waits for the app, and may be gone before its button could be pressed.</param>
    public async Task<TokenResponse> FinishAsync(bool byItself = false)
    {
        if (!byItself)
        {
            await PressAsync("approval-verify");
        }
        return await client.RedeemCodeAsync((await answer.Task.WaitAsync(TimeSpan.FromSeconds(30))).Code, request);
    }

    /// <summary>The same, for a customer who has said no on the phone.</summary>
    public async Task<string?> FinishRefusedAsync()
    {
        return (await answer.Task.WaitAsync(TimeSpan.FromSeconds(30))).Parameters["error"];
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task SignInAsync(SandboxCustomer customer)
    {
        var fintech = client.RedirectUri.GetLeftPart(UriPartial.Authority);
        await page.RouteAsync(address => address.StartsWith(fintech, StringComparison.Ordinal), async route =>
        {
            answer.TrySetResult(new AuthorizationAnswer(new Uri(route.Request.Url)));
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!DOCTYPE html><title>Client</title><h1>Client</h1>" });
        });

        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = Payment);
        pushed.Expect(201);
        await page.GotoAsync(client.AuthorizeUrl(pushed.RequestUri).AbsoluteUri);
        await page.Locator("#username").FillAsync(customer.Username);
        await page.Locator("#password").FillAsync(customer.Password);
        await page.Locator("#sign-in").ClickAsync();
        await page.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await page.Locator("#verify").ClickAsync();
        await page.Locator("#approve").WaitForAsync();
    }
}
