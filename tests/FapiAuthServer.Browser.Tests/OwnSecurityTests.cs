using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>Customers at their own pages, in a browser without script, on every screen and with a keyboard.</summary>
public sealed partial class OwnSecurityTests(TextMessageBank bank, Chromium chromium) : IClassFixture<TextMessageBank>
{
    private readonly ConcurrentQueue<string> faults = new();

    [Fact]
    [Clause("SCA-108")]
    [Clause("SCA-212")]
    public async Task Customer_changes_number_authenticator_and_recovery_codes()
    {
        var customer = bank.Server.Kit.Customers[61];
        await using var context = await chromium.NewContextAsync(script: false, 390);
        var page = await SignInAsync(context, customer);
        await LookAsync(page, "security");

        await OpenAsync(page, "change-recovery");
        await LookAsync(page, "security-ways");
        await page.Locator("#factor-sms").ClickAsync();
        await LookAsync(page, "security-text");
        Assert.StartsWith("Change your security settings: Recovery codes.", customer.Texts!.Last, StringComparison.Ordinal);
        await ConfirmAsync(page, customer, Wrong(customer.Texts.Code));
        await LookAsync(page, "security-refused");
        Assert.Equal(1, await page.Locator("#fault").CountAsync());
        await ConfirmAsync(page, customer, customer.Texts.Code);
        await LookAsync(page, "security-codes");
        Assert.Equal(10, await page.Locator("#codes li").CountAsync());

        await OpenAsync(page, "change-authenticator");
        await page.Locator("#factor-sms").ClickAsync();
        await ConfirmAsync(page, customer, customer.Texts.Code);
        await LookAsync(page, "security-authenticator");
        using var device = new OneTimeCodes(await page.Locator("#secret").InnerTextAsync());
        await page.Locator("#first-code").FillAsync(await device.NextAsync(TestContext.Current.CancellationToken));
        await page.Locator("#confirm").ClickAsync();
        await page.Locator("#done").WaitForAsync();
        await LookAsync(page, "security-authenticator-done");

        await OpenAsync(page, "change-number");
        await page.Locator("#new-number").FillAsync("0170 1234567");
        await page.Locator("#factor-totp").ClickAsync();
        await LookAsync(page, "security-number-invalid");
        await page.Locator("#new-number").FillAsync("+49 170 1234567");
        await page.Locator("#factor-totp").ClickAsync();
        await ConfirmAsync(page, customer, await device.NextAsync(TestContext.Current.CancellationToken));
        await LookAsync(page, "security-number");
        var texts = new TextMessages(bank.Server.Kit.Directory, "+491701234567");
        await page.Locator("#first-code").FillAsync(texts.Code);
        await page.Locator("#confirm").ClickAsync();
        await page.Locator("#done").WaitForAsync();
        await page.Locator("#back").ClickAsync();

        Assert.Contains("…4567", await page.Locator("#number-end").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("10", await page.Locator("#recovery-left").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Page_that_waits_for_the_app_goes_on_by_itself()
    {
        var customer = bank.Server.Kit.Customers[62];
        var phone = await AddPhoneAsync(customer);
        await using var context = await chromium.NewContextAsync(script: false, 1280);
        var page = await SignInAsync(context, customer);
        await LookAsync(page, "security-phone");
        await OpenAsync(page, "add-phone");
        await page.Locator("#factor-app").ClickAsync();
        await LookAsync(page, "security-app");

        var prompt = (await phone.FetchAsync())!;
        (await phone.ApproveAsync(prompt, int.Parse(await page.Locator("#match-number").InnerTextAsync(), CultureInfo.InvariantCulture))).Expect(204);
        await page.Locator("#password").FillAsync(customer.Password);
        await page.Locator("#approval-verify").ClickAsync();
        await page.Locator("#qr").WaitForAsync();
        await LookAsync(page, "security-activation");

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Keyboard_reaches_every_change_and_shows_where_it_is()
    {
        await using var context = await chromium.NewContextAsync(script: true, 1280);
        var page = await SignInAsync(context, bank.Server.Kit.Customers[63]);

        var reached = new List<string>();
        await page.Locator("#add-phone").FocusAsync();
        for (var stop = 0; stop < 7; stop++)
        {
            reached.Add(await page.EvaluateAsync<string>("() => document.activeElement.id + (parseFloat(getComputedStyle(document.activeElement).outlineWidth) < 2 ? ' has no ring' : '')"));
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal(["add-phone", "change-number", "lose-number", "change-authenticator", "change-recovery", "passkeys-link", "change-password"], reached);
    }

    [GeneratedRegex("^/fapi2/security(/change)?$")]
    private static partial Regex OwnPath();

    private async Task<SoftPhone> AddPhoneAsync(SandboxCustomer customer)
    {
        await using var context = await chromium.NewContextAsync(script: false, 1280);
        var page = await SignInAsync(context, customer);
        await OpenAsync(page, "add-phone");
        await page.Locator("#factor-sms").ClickAsync();
        await ConfirmAsync(page, customer, customer.Texts!.Code);
        return await SoftPhone.EnrolAsync(
            bank.Server.Wire, bank.Server.Kit.PublicAddress, await page.Locator("#activation-code").InnerTextAsync(), bank.Server.Clock);
    }

    private async Task<IPage> SignInAsync(IBrowserContext context, SandboxCustomer customer)
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                faults.Enqueue(message.Text);
            }
        };
        await page.GotoAsync(new Uri(bank.Server.Kit.PublicAddress, "/fapi2/security").AbsoluteUri);
        await page.Locator("#username").FillAsync(customer.Username);
        await page.Locator("#password").FillAsync(customer.Password);
        await page.Locator("#otp").FillAsync(await customer.Device.NextAsync());
        await page.Locator("#sign-in").ClickAsync();
        await page.Locator("#add-phone").WaitForAsync();
        return page;
    }

    private async Task OpenAsync(IPage page, string change)
    {
        await page.GotoAsync(new Uri(bank.Server.Kit.PublicAddress, "/fapi2/security").AbsoluteUri);
        await page.Locator("#" + change).ClickAsync();
        await page.Locator("#ways").WaitForAsync();
    }

    private static async Task ConfirmAsync(IPage page, SandboxCustomer customer, string code)
    {
        await page.Locator("#password").FillAsync(customer.Password);
        await page.Locator("#approval-code").FillAsync(code);
        await page.Locator("#approval-verify").ClickAsync();
    }

    // On three widths, in the light and in the dark; nothing of the change in the address.
    private async Task LookAsync(IPage page, string name)
    {
        Assert.Matches(OwnPath(), new Uri(page.Url).PathAndQuery);
        foreach (var fault in await PageLook.FindFaultsAsync(page, name))
        {
            faults.Enqueue(fault);
        }
    }

    private static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];
}
