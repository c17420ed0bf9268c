using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>Passkeys in a real browser, on a device that exists only there.</summary>
public sealed class PasskeyTests(PasskeyBank bank, Chromium chromium) : IClassFixture<PasskeyBank>
{
    [Fact]
    [Clause("RTS-5")]
    public async Task Passkey_is_made_signs_in_and_pays()
    {
        var customer = Customer(20);
        await using var browser = await PasskeyBrowser.OpenAsync(chromium, bank.Server);
        await browser.EnrolAsync(customer, "My laptop");
        Assert.Contains("My laptop", await browser.Page.Locator(".passkey").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("confirms payments", await browser.Page.Locator(".use").InnerTextAsync(), StringComparison.Ordinal);

        await browser.ReachSignInAsync();
        await browser.PressAsync("sign-in-passkey");
        await browser.SeeAsync("passkey-consent", "#approve");
        await browser.PressAsync("approve");
        await browser.PressAsync("factor-passkey");
        await browser.SeeAsync("passkey-approval", "#approval-verify");
        Assert.Equal("123.50 EUR", (await browser.Page.Locator(".amount").First.InnerTextAsync()).Replace('\u00A0', ' '));
        Assert.Contains("Green Energy", await browser.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await browser.PressAsync("approval-verify");

        var tokens = await browser.RedeemAsync();
        tokens.Expect(200);
        var token = SignedJwt.Parse(tokens.AccessToken);
        Assert.NotNull((string?)token.Claims["sca"]!["transaction_hash"]);
        Assert.Equal("123.50", (string?)token.Claims["authorization_details"]![0]!["instructedAmount"]!["amount"]);
        Assert.Equal(["hwk", "user", "mfa"], SignedJwt.Parse((string)tokens.Json["id_token"]!).Claims["amr"]!.AsArray().Select(method => (string)method!));
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Prompt_that_is_cancelled_leaves_each_page_usable()
    {
        var customer = Customer(21);
        await using var browser = await PasskeyBrowser.OpenAsync(chromium, bank.Server);
        await browser.ReachMakingAsync(customer, "My laptop");
        await CancelAsync(browser, "make-passkey");
        await browser.MakeAsync();

        await browser.ReachSignInAsync();
        await CancelAsync(browser, "sign-in-passkey");
        await browser.PressAsync("sign-in-passkey");
        await browser.PressAsync("approve");
        await browser.PressAsync("factor-passkey");
        await CancelAsync(browser, "approval-verify");
        await browser.PressAsync("approval-verify");

        (await browser.RedeemAsync()).Expect(200);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    [Clause("RTS-5")]
    public async Task Passkey_that_is_copied_to_other_devices_is_not_offered_for_the_payment()
    {
        var customer = Customer(22);
        await using var browser = await PasskeyBrowser.OpenAsync(chromium, bank.Server, isSynced: true);
        await browser.EnrolAsync(customer, "My cloud");
        Assert.Contains("copied", await browser.Page.Locator(".use").InnerTextAsync(), StringComparison.Ordinal);

        await browser.ReachSignInAsync();
        await browser.PressAsync("sign-in-passkey");
        await browser.SeeAsync("passkey-refused", "#fault");
        await browser.SignInWithPasswordAsync(customer);
        await browser.PressAsync("approve");
        await browser.SeeAsync("passkey-not-offered", "#ways");

        await Assertions.Expect(browser.Page.Locator("#factor-passkey")).ToHaveCountAsync(0);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Lost_passkey_is_gone_at_once_and_signs_in_nobody()
    {
        var customer = Customer(23);
        await using var browser = await PasskeyBrowser.OpenAsync(chromium, bank.Server);
        await browser.EnrolAsync(customer, "Old phone");

        await browser.Page.Locator(".lost").ClickAsync();
        await browser.SeeAsync("passkey-none", "#no-passkeys");

        await browser.ReachSignInAsync();
        await browser.PressAsync("sign-in-passkey");
        await browser.SeeAsync("passkey-lost", "#fault");
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Browser_without_passkeys_is_told_so_and_not_offered_to_sign_in_with_one()
    {
        var customer = Customer(24);
        await using var browser = await PasskeyBrowser.OpenAsync(chromium, bank.Server, hasPasskeys: false);
        await browser.ReachMakingAsync(customer, "My laptop");

        await browser.PressAsync("make-passkey");

        Assert.Contains("cannot use passkeys", await browser.NoteAsync("passkey-impossible"), StringComparison.Ordinal);
        await browser.ReachSignInAsync();
        await Assertions.Expect(browser.Page.Locator("#sign-in-passkey")).ToBeHiddenAsync();
        Assert.Empty(browser.Faults);
    }

    private static async Task CancelAsync(PasskeyBrowser browser, string button)
    {
        await browser.UnlockAsync(false);
        await browser.PressAsync(button);
        Assert.Contains("Nothing has happened", await browser.NoteAsync("passkey-cancelled-" + button), StringComparison.Ordinal);
        await browser.UnlockAsync(true);
    }

    private SandboxCustomer Customer(int number) => bank.Server.Kit.Customers[number];
}
