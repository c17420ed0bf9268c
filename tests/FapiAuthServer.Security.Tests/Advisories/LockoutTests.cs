using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>A customer who may not be served is not served: by no grant, at neither end, in no state.</summary>
public sealed class LockoutTests(SecurityBanks banks)
{
    /// <summary>States that the bank puts a customer in; guessing puts them in the second.</summary>
    public enum State
    {
        Suspended,
        BlockedForGuessing,
        Closed,
        Deleted,
    }

    [Theory(DisplayName = "Advisory 34, CVE-2026-9798, -16103, -88770: grants by states of the customer, both ends")]
    [InlineData(State.Suspended)]
    [InlineData(State.BlockedForGuessing)]
    [InlineData(State.Closed)]
    [InlineData(State.Deleted)]
    public async Task Customer_who_may_not_be_served_gets_no_token(State state)
    {
        var bank = await banks.PlainAsync();
        var customer = bank.NextExpendableCustomer();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var (tokens, refreshToken) = await TokensAsync(client, browser, customer);
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access" };
        await browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(request)).RequestUri));
        var code = (await browser.ApproveAsync()).Code;
        await browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(request)).RequestUri));
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());

        await PutAsync(bank, customer, state);

        // authorization_code: begun before, redeemed after; and approved after.
        Refused.Grant(await client.RedeemCodeAsync(code, request));
        await browser.PressAsync("approve");
        Assert.Null(browser.Answer?.Parameters["code"]);
        Assert.Equal("access_denied", browser.Answer?.Error ?? browser.Page.ErrorCode);

        // refresh_token
        Refused.Grant(await client.RefreshAsync(refreshToken));

        // Tokens that are out: a block for guessing passes by itself, the others are the bank's word (D6).
        if (state != State.BlockedForGuessing)
        {
            Assert.False(await bank.IsActiveAsync(tokens), "introspection");
            Assert.Equal(401, (await client.UserInfoAsync(tokens)).Status);
        }

        // A new sign-in fails, and looks like any other failure.
        using var other = bank.Server.OpenBrowser();
        await other.ReachConsentAsync(client.AuthorizeUrl((await client.PushAsync(request)).RequestUri), customer);
        Assert.True(other.Page.IsSignIn, other.Page.Describe());
    }

    [Fact(DisplayName = "Advisory 34, CVE-2026-88770: when a block has passed, what was granted before is good again")]
    public async Task Block_that_has_passed_leaves_the_grant()
    {
        var bank = await banks.PlainAsync();
        var customer = bank.NextExpendableCustomer();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var (_, refreshToken) = await TokensAsync(client, browser, customer);

        await PutAsync(bank, customer, State.BlockedForGuessing);
        Refused.Grant(await client.RefreshAsync(refreshToken));
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await bank.ReadAsync(db => Row(db, customer).ExecuteUpdateAsync(set => set.SetProperty(row => row.BlockedUntil, past)));

        (await client.RefreshAsync(refreshToken)).Expect(200);
    }

    [Fact(DisplayName = "Advisory 46, CVE-2018-14657: one-time codes cannot be guessed, one after the other or at once")]
    public async Task One_time_codes_cannot_be_guessed()
    {
        var bank = await banks.PlainAsync();
        var customer = bank.NextExpendableCustomer();
        var client = await bank.ConnectAsync();
        var browsers = Enumerable.Range(0, 20).Select(_ => bank.Server.OpenBrowser()).ToList();
        var right = await customer.Device.NextAsync();
        foreach (var browser in browsers)
        {
            await browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri));
            await browser.SignInAsync(customer);
            Assert.True(browser.Page.IsSecondFactor, browser.Page.Describe());
        }

        // Nineteen wrong codes at once, and a guess that is right but comes too late.
        await Task.WhenAll(browsers.Skip(1).Select((browser, number) => browser.VerifyAsync($"{(int.Parse(right, System.Globalization.CultureInfo.InvariantCulture) + number + 1) % 1_000_000:D6}")));
        await browsers[0].VerifyAsync(right);

        Assert.All(browsers, browser => Assert.True(browser.Page.IsSignIn, browser.Page.Describe()));
        Assert.Single(browsers.Select(browser => browser.Page.Document.Body!.TextContent).Distinct());
        var now = DateTimeOffset.UtcNow;
        Assert.True(await bank.ReadAsync(db => Row(db, customer).AnyAsync(row => row.BlockedUntil > now)));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact(DisplayName = "Advisory 46, CVE-2018-14657: a one-time code is good once, for one visit")]
    public async Task One_time_code_is_good_once()
    {
        var bank = await banks.PlainAsync();
        var customer = bank.NextExpendableCustomer();
        var client = await bank.ConnectAsync();
        var code = await customer.Device.NextAsync();
        using var first = bank.Server.OpenBrowser();
        using var second = bank.Server.OpenBrowser();
        foreach (var browser in new[] { first, second })
        {
            await browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri));
            await browser.SignInAsync(customer);
        }

        await Task.WhenAll(first.VerifyAsync(code), second.VerifyAsync(code));

        Assert.Equal(1, new[] { first, second }.Count(browser => browser.Page.IsConsent));
        Assert.Equal(1, new[] { first, second }.Count(browser => browser.Page.IsSignIn));
    }

    private static async Task<(string AccessToken, string RefreshToken)> TokensAsync(
        FintechClient client, TestKit.Customers.CustomerBrowser browser, SandboxCustomer customer)
    {
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access" };
        var answer = await browser.AuthorizeAsync(client.AuthorizeUrl((await client.PushAsync(request)).RequestUri), customer);
        var tokens = await client.RedeemCodeAsync(answer.Code, request);
        return (tokens.AccessToken, tokens.RefreshToken!);
    }

    private static async Task PutAsync(Bank bank, SandboxCustomer customer, State state)
    {
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(1, await bank.ReadAsync(db => state switch
        {
            State.Suspended => Row(db, customer).ExecuteUpdateAsync(set => set.SetProperty(row => row.IsSuspended, true)),
            State.BlockedForGuessing => Row(db, customer).ExecuteUpdateAsync(set => set.SetProperty(row => row.BlockedUntil, now.AddMinutes(10))),
            State.Closed => Row(db, customer).ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, now)),
            _ => Row(db, customer).ExecuteDeleteAsync(),
        }));
    }

    private static IQueryable<Customer> Row(FapiDbContext db, SandboxCustomer customer) => db.Customers.Where(row => row.Subject == customer.Subject);
}
