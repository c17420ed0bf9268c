using System.Diagnostics;
using System.Globalization;
using AngleSharp.Dom;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        var consent = browser.Page.Address;
        using (bank.Server.Clock.Forward(TimeSpan.FromMinutes(6)))
        {
            await browser.OpenAsync(consent);
        }
        AssertIsGerman(browser, "Sie wurden abgemeldet.", "nach 5 Minuten ohne Aktivität");
        await browser.FollowAsync("cancel");
        AssertIsGerman(browser, "Abbrechen?");
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
    public async Task Fields_say_what_they_are_for()
    {
        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(await PushAsync("fapi2", "accounts"));
        Assert.Equal("username", browser.Page.Element("username").GetAttribute("autocomplete"));
        Assert.Equal("current-password", browser.Page.Element("password").GetAttribute("autocomplete"));
        await browser.SignInAsync("nobody", "wrong");

        var code = browser.Page.Element("otp");
        Assert.Equal("one-time-code", code.GetAttribute("autocomplete"));
        Assert.Equal("numeric", code.GetAttribute("inputmode"));
        Assert.True(browser.Page.Has(code.GetAttribute("aria-describedby")!));
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

    [Theory]
    [InlineData("look")]
    [InlineData("decide")]
    public async Task Customer_who_was_away_too_long_is_told_why_they_sign_in_again(string returnsTo)
    {
        using var browser = bank.Server.OpenBrowser();
        var customer = bank.Server.Kit.NextCustomer();
        await browser.ReachConsentAsync(await PushAsync("fapi2", "accounts"), customer);
        var consent = browser.Page.Address;

        using (bank.Server.Clock.Forward(TimeSpan.FromMinutes(5.1)))
        {
            await (returnsTo == "look" ? browser.OpenAsync(consent) : browser.PressAsync("approve"));
            AssertIsToldSoWithoutNames(browser, customer.Name);
        }

        // Said once: whoever signs in again goes on as if nothing had been.
        await browser.SignInAsync(customer);
        await browser.VerifyAsync(customer);
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());
        Assert.NotEmpty((await browser.ApproveAsync()).Code);
    }

    [Fact]
    public async Task Customer_in_whose_browser_another_signed_in_is_told_so_without_names()
    {
        using var browser = bank.Server.OpenBrowser();
        var (first, second) = (bank.Server.Kit.NextCustomer(), bank.Server.Kit.NextCustomer());
        await browser.ReachConsentAsync(await PushAsync("fapi2", "accounts"), first);
        var consent = browser.Page.Address;
        await browser.OpenAsync(await PushAsync("fapi2", "accounts", prompt: "login"));
        await browser.SignInAsync(second);
        await browser.VerifyAsync(second);

        await browser.OpenAsync(consent);

        AssertIsToldSoWithoutNames(browser, first.Name, second.Name);
    }

    [Fact]
    public async Task Nobody_is_told_that_they_were_signed_out_by_a_link()
    {
        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(await PushAsync("fapi2", "accounts"));
        Assert.False(browser.Page.Has("signed-out"));

        await browser.OpenAsync(new Uri(browser.Page.Address, "?signed-out=true&SignedOut=true&Failed=true"));

        Assert.True(browser.Page.IsSignIn);
        Assert.False(browser.Page.Has("signed-out"));
        Assert.False(browser.Page.Has("fault"));
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("second-factor")]
    public async Task Customer_can_cancel_before_signing_in_and_the_client_is_told_no(string page)
    {
        using var browser = bank.Server.OpenBrowser();
        var client = await bank.Server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var request = new AuthorizationRequest(client.RedirectUri);
        var authorize = client.AuthorizeUrl((await client.PushAsync(request)).RequestUri);
        var opened = bank.Server.Clock.GetUtcNow();
        await browser.OpenAsync(authorize);
        if (page == "second-factor")
        {
            await browser.SignInAsync(bank.Server.Kit.NextCustomer());
        }

        await browser.FollowAsync("cancel");
        AssertReads(browser, "You go back to \u2068Test Fintech 2\u2069.");
        var answer = await browser.DenyAsync();

        Assert.Equal("access_denied", answer.Error);
        Assert.Null(answer.Parameters["code"]);
        Assert.Equal(request.State, answer.State);
        Assert.Equal(client.Metadata.Issuer, answer.Issuer);
        Assert.Equal([303, 303], browser.Trail.Select(step => step.Status));
        await AssertAuditedAsync(opened, client.ClientId, SecurityEvent.VisitCancelled);
        await browser.OpenAsync(authorize);
        Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
    }

    [Fact]
    public async Task Looking_at_the_way_out_is_not_leaving()
    {
        using var browser = bank.Server.OpenBrowser();
        var customer = bank.Server.Kit.NextCustomer();
        await browser.OpenAsync(await PushAsync("fapi2", "accounts"));
        await browser.SignInAsync(customer);
        await browser.FollowAsync("cancel");

        await browser.FollowAsync("stay");

        Assert.True(browser.Page.IsSecondFactor);
        await browser.VerifyAsync(customer);
        Assert.NotEmpty((await browser.ApproveAsync()).Code);
    }

    [Fact]
    public async Task Cancelling_answers_the_request_for_every_visit_to_it()
    {
        using var first = bank.Server.OpenBrowser();
        using var second = bank.Server.OpenBrowser();
        var authorize = await PushAsync("fapi2", "accounts");
        await first.OpenAsync(authorize);
        await second.ReachConsentAsync(authorize, bank.Server.Kit.NextCustomer());
        await first.FollowAsync("cancel");

        Assert.Equal("access_denied", (await first.DenyAsync()).Error);
        await second.PressAsync("approve");

        Assert.Null(second.Answer);
        Assert.Equal("invalid_request_uri", second.Page.ErrorCode);
    }

    [Fact]
    public async Task Cancelling_comes_too_late_after_an_answer()
    {
        using var first = bank.Server.OpenBrowser();
        using var second = bank.Server.OpenBrowser();
        var authorize = await PushAsync("fapi2", "accounts");
        await first.OpenAsync(authorize);
        await first.FollowAsync("cancel");
        await second.ReachConsentAsync(authorize, bank.Server.Kit.NextCustomer());
        Assert.NotEmpty((await second.ApproveAsync()).Code);

        await first.PressAsync("deny");

        Assert.Null(first.Answer);
        Assert.Equal("invalid_request_uri", first.Page.ErrorCode);
    }

    private async Task<CustomerBrowser> AtConsentAsync(string issuer, string scope, string? claims = null)
    {
        var browser = bank.Server.OpenBrowser();
        await browser.ReachConsentAsync(await PushAsync(issuer, scope, claims), bank.Server.Kit.NextCustomer());
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());
        return browser;
    }

    private async Task<Uri> PushAsync(string issuer, string scope, string? claims = null, string? prompt = null)
    {
        var client = await bank.Server.ConnectAsync($"{issuer}-pkjwt-dpop-2");
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = scope };
        var pushed = await client.PushAsync(request, push =>
        {
            push.Form["claims"] = claims;
            push.Form["prompt"] = prompt;
        });
        return client.AuthorizeUrl(pushed.RequestUri);
    }

    // Audit lines are written in batches, beside the requests.
    private async Task AssertAuditedAsync(DateTimeOffset since, string clientId, string name)
    {
        var waited = Stopwatch.StartNew();
        List<AuditRecord> lines;
        do
        {
            await Task.Delay(20);
            await using var scope = bank.Server.Services.CreateAsyncScope();
            lines = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().AuditRecords.AsNoTracking()
                .Where(line => line.At >= since && line.ClientId == clientId && line.Event == name).ToListAsync();
        }
        while (lines.Count == 0 && waited.Elapsed < TimeSpan.FromSeconds(5));
        Assert.Null(Assert.Single(lines).Subject);
    }

    private static void AssertIsToldSoWithoutNames(CustomerBrowser browser, params string[] names)
    {
        Assert.True(browser.Page.IsSignIn, browser.Page.Describe());
        Assert.Equal("", browser.Page.Address.Query);
        Assert.StartsWith("Sign in again", browser.Page.Document.Title, StringComparison.Ordinal);
        Assert.Equal("alert", browser.Page.Element("signed-out").GetAttribute("role"));
        Assert.Equal("signed-out", browser.Page.Element("username").GetAttribute("aria-describedby"));
        AssertReads(browser, "You have been signed out.", "after 5 minutes without activity", "Nothing was decided and nothing was shared.");
        AssertReadsNot(browser, names);
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
