using System.Globalization;
using AngleSharp.Dom;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Interaction;

/// <summary>What customers read, and what a key or a stray form can do on their pages.</summary>
public sealed class CustomersPagesTests(SampleBank bank) : IClassFixture<SampleBank>
{
    [Fact]
    public async Task Consent_page_says_what_for_what_not_and_for_how_long()
    {
        using var browser = await AtConsentAsync("fapi2", "openid accounts offline_access");

        var until = bank.Server.Clock.GetUtcNow().AddDays(90).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        AssertReads(browser, "Allow \u2068Test Fintech 2\u2069 access?", "fapi2-pkjwt-dpop-2.example.test",
            "See your accounts", "Move money or make payments", $"For 90 days, until {until}");
        AssertReadsNot(browser, "Know your name");
    }

    [Fact]
    public async Task Access_that_does_not_last_is_called_so()
    {
        using var browser = await AtConsentAsync("fapi2", "accounts");

        AssertReads(browser, "Once, now", "Access ends by itself after 6 minutes.");
        AssertReadsNot(browser, "Recognise you");
    }

    [Fact]
    public async Task Name_that_claims_ask_for_is_shown()
    {
        using var browser = await AtConsentAsync("fapi2", "openid", """{"userinfo":{"name":null}}""");

        AssertReads(browser, "Know your name", "See your accounts, balances or transactions");
    }

    [Fact]
    public async Task Scope_without_words_is_shown_by_its_name_and_rules_nothing_out()
    {
        using var browser = await AtConsentAsync(SampleBank.Payments, "payments");

        AssertReads(browser, "Use the service \u2068payments\u2069");
        AssertReadsNot(browser, "Move money", "Change your accounts", "See your accounts");
    }

    [Fact]
    public async Task Refusal_comes_first_and_nothing_has_the_focus()
    {
        using var browser = await AtConsentAsync("fapi2", "accounts");

        Assert.Equal(["deny", "approve"], browser.Page.Document.QuerySelectorAll("button").Select(button => button.Id));
        Assert.Empty(browser.Page.Document.QuerySelectorAll("[autofocus]"));
    }

    [Fact]
    public async Task German_browser_is_spoken_to_in_German()
    {
        using var browser = new CustomerBrowser(bank.Server.Wire, bank.Server.Kit.PublicAddress, "de-AT,de;q=0.9,en;q=0.8");
        var customer = bank.Server.Kit.NextCustomer();

        await browser.OpenAsync(await PushAsync("fapi2", "openid accounts offline_access"));
        AssertIsGerman(browser, "Melden Sie sich an");
        await browser.SignInAsync(customer);
        AssertIsGerman(browser, "Authenticator-App");
        await browser.VerifyAsync(customer);
        var until = bank.Server.Clock.GetUtcNow().AddDays(90).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
        AssertIsGerman(browser, "Ihre Konten sehen", "Geld bewegen", $"90 Tage, bis {until}");
        await browser.OpenAsync(new Uri(bank.Server.Kit.PublicAddress, "/fapi2/authorize"));
        AssertIsGerman(browser, "Das hat nicht geklappt");
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("xx-unheard-of;q=broken, *")]
    [InlineData("")]
    public async Task Other_browsers_are_spoken_to_in_English(string language)
    {
        using var browser = new CustomerBrowser(bank.Server.Wire, bank.Server.Kit.PublicAddress, language);

        await browser.OpenAsync(await PushAsync("fapi2", "accounts"));

        Assert.Equal("en", browser.Page.Document.DocumentElement.GetAttribute("lang"));
        AssertReads(browser, "User name");
    }

    [Fact]
    public async Task Failed_sign_in_is_said_where_it_is_heard()
    {
        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(await PushAsync("fapi2", "accounts"));
        await browser.SignInAsync("nobody", "wrong");
        await browser.VerifyAsync("000000");

        Assert.StartsWith("Error: ", browser.Page.Document.Title, StringComparison.Ordinal);
        Assert.Equal("alert", browser.Page.Element("fault").GetAttribute("role"));
        Assert.Equal("fault", browser.Page.Element("username").GetAttribute("aria-describedby"));
        Assert.Equal("fault", browser.Page.Element("password").GetAttribute("aria-describedby"));
    }

    [Fact]
    public async Task Browser_that_answered_is_told_so_and_no_other()
    {
        using var browser = await AtConsentAsync("fapi2", "accounts");
        var consent = browser.Page.Address;
        await browser.ApproveAsync();

        await browser.OpenAsync(consent);
        using var other = bank.Server.OpenBrowser();
        await other.OpenAsync(consent);

        Assert.Equal(410, browser.Page.Response.Status);
        AssertReads(browser, "You have already answered");
        Assert.Equal(400, other.Page.Response.Status);
        Assert.True(other.Page.IsError);
        AssertReadsNot(other, "You have already answered");
    }

    [Fact]
    public async Task Form_that_is_not_ours_is_refused_with_a_page()
    {
        using var browser = await AtConsentAsync("fapi2", "accounts");
        var consent = browser.Page.Address;
        browser.Page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.SetAttribute("value", "forged");

        await browser.PressAsync("approve");

        Assert.Null(browser.Answer);
        Assert.Equal(400, browser.Page.Response.Status);
        Assert.True(browser.Page.IsError);
        await browser.OpenAsync(consent);
        Assert.True(browser.Page.IsConsent);
    }

    private async Task<CustomerBrowser> AtConsentAsync(string issuer, string scope, string? claims = null)
    {
        var browser = bank.Server.OpenBrowser();
        await browser.ReachConsentAsync(await PushAsync(issuer, scope, claims), bank.Server.Kit.NextCustomer());
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());
        return browser;
    }

    private async Task<Uri> PushAsync(string issuer, string scope, string? claims = null)
    {
        var client = await bank.Server.ConnectAsync($"{issuer}-pkjwt-dpop-2");
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = scope };
        var pushed = await client.PushAsync(request, push => push.Form["claims"] = claims);
        return client.AuthorizeUrl(pushed.RequestUri);
    }

    private static void AssertReads(CustomerBrowser browser, params string[] texts)
        => Assert.All(texts, text => Assert.Contains(text, Words(browser), StringComparison.Ordinal));

    private static void AssertReadsNot(CustomerBrowser browser, params string[] texts)
        => Assert.All(texts, text => Assert.DoesNotContain(text, Words(browser), StringComparison.Ordinal));

    private static void AssertIsGerman(CustomerBrowser browser, params string[] texts)
    {
        Assert.Equal("de", browser.Page.Document.DocumentElement.GetAttribute("lang"));
        AssertReads(browser, texts);
        AssertReadsNot(browser, [.. TextsTests.In(CultureInfo.InvariantCulture).Keys.Where(key => key.Contains('.', StringComparison.Ordinal))]);
    }

    private static string Words(CustomerBrowser browser)
        => string.Join(' ', browser.Page.Document.Body!.Text().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
