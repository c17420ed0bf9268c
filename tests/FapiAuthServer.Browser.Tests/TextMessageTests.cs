using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>The customer at a desktop, and a phone that gets the texts.</summary>
public sealed class TextMessageTests(TextMessageBank bank, Chromium chromium) : IClassFixture<TextMessageBank>
{
    [Fact]
    [Clause("SCA-040")]
    [Clause("SCA-049")]
    [Clause("SCA-171")]
    public async Task Customer_of_a_fintech_pays_with_the_newest_code_by_text()
    {
        var customer = bank.Server.Kit.Customers[0];
        await using var desktop = await PayingDesktop.BeginAsync(chromium, await ConnectAsync(), customer);
        await using var phone = await chromium.NewContextAsync(script: false, 390);
        var texts = await phone.NewPageAsync();

        Assert.Contains("…0001", await desktop.ChooseAsync("factor-sms", "approval-hint"), StringComparison.Ordinal);
        var (text, first) = await ReadAsync(texts, customer);
        Assert.StartsWith("Pay 123.50 EUR to Green Energy (…3000)", text, StringComparison.Ordinal);
        Assert.Empty(await PageLook.FindFaultsAsync(desktop.Page, "approval-text"));

        await desktop.PressAsync("approval-resend");
        Assert.Contains("cannot send a new code yet", await desktop.TextOfAsync("fault"), StringComparison.Ordinal);
        Assert.Equal(first, (await ReadAsync(texts, customer)).Code);
        using (bank.Server.Clock.Forward(TimeSpan.FromSeconds(31)))
        {
            await desktop.PressAsync("approval-resend");
            Assert.Equal(0, await desktop.Page.Locator("#fault").CountAsync());
        }
        var second = (await ReadAsync(texts, customer)).Code;
        Assert.NotEqual(first, second);

        await desktop.TypeAsync(first);
        await desktop.PressAsync("approval-verify");
        Assert.Contains("could not confirm", await desktop.TextOfAsync("fault"), StringComparison.Ordinal);
        Assert.Empty(await PageLook.FindFaultsAsync(desktop.Page, "approval-text-refused"));

        await desktop.TypeAsync(second);
        AssertPays(await desktop.FinishAsync());
    }

    [Fact]
    [Clause("SCA-031")]
    public async Task Password_is_asked_again_when_its_last_showing_is_too_long_ago()
    {
        var customer = bank.Server.Kit.Customers[60];
        await using var desktop = await PayingDesktop.ReachConsentAsync(chromium, await ConnectAsync(), customer);
        using (bank.Server.Clock.Forward(TextMessageBank.PasswordLifetime + TimeSpan.FromSeconds(1)))
        {
            await desktop.AgreeAsync(); // still signed in
            await desktop.ChooseAsync("factor-sms", "approval-hint");
            Assert.Empty(await PageLook.FindFaultsAsync(desktop.Page, "approval-password"));

            await desktop.TypePasswordAsync("not the password");
            await desktop.TypeAsync(customer.Texts!.Code);
            await desktop.PressAsync("approval-verify");
            Assert.Contains("could not confirm", await desktop.TextOfAsync("fault"), StringComparison.Ordinal);
        }

        await desktop.TypePasswordAsync(customer.Password);
        await desktop.TypeAsync(customer.Texts.Code);
        AssertPays(await desktop.FinishAsync());
    }

    private Task<FintechClient> ConnectAsync() => bank.Server.ConnectAsync("fapi2-pkjwt-dpop-1");

    private async Task<(string Text, string Code)> ReadAsync(IPage phone, SandboxCustomer customer)
    {
        await phone.GotoAsync(new Uri(bank.Server.Kit.PublicAddress, "/sandbox").AbsoluteUri);
        var text = await phone.Locator("#message").InnerTextAsync();
        Assert.Equal(customer.Texts!.Last, text);
        return (text, customer.Texts.Code);
    }

    private static void AssertPays(TokenResponse tokens)
    {
        tokens.Expect(200);
        var token = SignedJwt.Parse(tokens.AccessToken);
        Assert.NotNull((string?)token.Claims["sca"]!["transaction_hash"]);
        Assert.Equal("123.50", (string?)token.Claims["authorization_details"]![0]!["instructedAmount"]!["amount"]);
    }
}
