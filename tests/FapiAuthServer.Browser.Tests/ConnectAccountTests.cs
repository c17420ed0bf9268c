namespace FapiAuthServer.Browser.Tests;

public sealed class ConnectAccountTests(Journeys journeys, RunningSandbox sandbox, Chromium chromium) : IClassFixture<Journeys>
{
    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.WithoutScript)]
    public async Task Customer_connects_the_bank_and_sees_the_accounts(Screen screen)
    {
        var journey = await journeys.ApprovedAsync(screen);

        Assert.Equal(["fintech", "sign-in", "second-factor", "consent", "accounts"], journey.Visits.Select(visit => visit.Name));
        foreach (var account in sandbox.Kit.Customers[0].Accounts)
        {
            Assert.Contains(account.Name, journey.Visits[^1].Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.WithoutScript)]
    public async Task No_page_scrolls_sideways(Screen screen)
    {
        var journey = await journeys.ApprovedAsync(screen);

        Assert.All(journey.Visits, visit =>
        {
            Assert.True(visit.WidthOfContent <= visit.WidthOfScreen, visit.ToString());
            Assert.True(visit.WidthOfLargeContent <= visit.WidthOfLargeScreen, visit.ToString());
        });
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.WithoutScript)]
    public async Task Every_page_can_be_read_aloud(Screen screen)
    {
        var journey = await journeys.ApprovedAsync(screen);

        Assert.All(journey.Visits, visit =>
        {
            Assert.NotEqual("", visit.Language);
            Assert.NotEqual("", visit.Title);
            Assert.Equal(1, visit.MainHeadings);
            Assert.Empty(visit.UnlabelledInputs);
        });
        Assert.Distinct(journey.Visits.Select(visit => visit.Title));
    }

    [Fact]
    public async Task Words_stand_out_from_their_ground_in_the_light_and_in_the_dark()
    {
        var journey = await journeys.ApprovedAsync(Screen.Desktop);

        Assert.All(journey.Visits, visit => Assert.Empty(visit.FaintWords));
    }

    [Fact]
    public async Task No_page_asks_anything_of_a_third_party()
    {
        var journey = await journeys.ApprovedAsync(Screen.Desktop);

        Uri[] ours = [sandbox.Kit.PublicAddress, sandbox.Kit.FintechAddress];
        Assert.Subset(ours.Select(address => address.GetLeftPart(UriPartial.Authority)).ToHashSet(), journey.Hosts.ToHashSet());
    }

    [Fact]
    public async Task Nothing_a_page_asks_for_is_missing()
    {
        var journey = await journeys.ApprovedAsync(Screen.Desktop);

        Assert.Empty(journey.Missing);
        Assert.All(journey.Visits, visit => Assert.True(visit.Styles > 0, $"{visit.Name} has no style sheet that works."));
    }

    [Fact]
    public async Task Every_page_has_a_strict_content_security_policy_and_keeps_it()
    {
        var journey = await journeys.ApprovedAsync(Screen.Desktop);

        Assert.All(journey.Visits, visit =>
        {
            Assert.Matches("default-src '(none|self)'", visit.ContentSecurityPolicy);
            Assert.Contains("frame-ancestors 'none'", visit.ContentSecurityPolicy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-", visit.ContentSecurityPolicy, StringComparison.Ordinal);
            Assert.DoesNotContain("*", visit.ContentSecurityPolicy, StringComparison.Ordinal);
        });
        Assert.Empty(journey.Violations);
    }

    [Fact]
    public async Task Consent_page_says_who_asks()
    {
        var journey = await journeys.ApprovedAsync(Screen.Desktop);

        var consent = journey.Visits.Single(visit => visit.Name == "consent");
        var name = (string?)sandbox.Kit.Client("sample-fintech").Registration["client_name"];
        Assert.Contains(name!, consent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_who_denies_is_brought_back_without_accounts()
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, Screen.Desktop);
        var customer = sandbox.Kit.Customers[^1];
        await journey.ReachConsentAsync(customer);

        var denied = await journey.DenyAsync();

        Assert.All(customer.Accounts, account => Assert.DoesNotContain(account.Name, denied.Text, StringComparison.Ordinal));
        Assert.Equal("access_denied", await journey.TextOfAsync("notice-error"));
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.WithoutScript)]
    public async Task Customer_who_cancels_before_signing_in_is_brought_back_without_accounts(Screen screen)
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);
        await journey.ReachSignInAsync();

        var back = await journey.CancelAsync();

        Assert.StartsWith(sandbox.Kit.FintechAddress.AbsoluteUri, back.Address, StringComparison.Ordinal);
        Assert.Equal("access_denied", await journey.TextOfAsync("notice-error"));
        AssertIsAPleasure(journey);
    }

    [Fact]
    public async Task Customer_who_cancels_at_the_second_factor_is_brought_back_without_accounts()
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, Screen.Phone);
        await journey.ReachSignInAsync();
        await journey.GiveFirstElementAsync(sandbox.Kit.Customers[^2].Username, sandbox.Kit.Customers[^2].Password);

        await journey.CancelAsync();

        Assert.Equal("access_denied", await journey.TextOfAsync("notice-error"));
        AssertIsAPleasure(journey);
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task Customer_who_was_away_is_told_so_and_goes_on(Screen screen)
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);
        var customer = sandbox.Kit.Customers[^(3 + (int)screen)];
        await journey.ReachConsentAsync(customer);

        var told = await journey.ComeBackTooLateAsync();

        Assert.EndsWith("/sign-in", told.Address, StringComparison.Ordinal);
        Assert.Contains("You have been signed out.", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(customer.Name, told.Text, StringComparison.Ordinal);
        await journey.SignInAsync(customer);
        AssertIsAPleasure(journey);
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task Customer_who_mistypes_is_told_so_and_tries_again(Screen screen)
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);
        await journey.ReachSignInAsync();

        var failed = await journey.FailToSignInAsync();

        Assert.StartsWith("Error: ", failed.Title, StringComparison.Ordinal);
        AssertIsAPleasure(journey);
    }

    [Fact]
    public async Task Keyboard_reaches_everything_and_shows_where_it_is()
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, Screen.Desktop);
        await journey.ReachSignInAsync();

        var reached = await journey.TabThroughAsync();

        Assert.Equal(["INPUT username", "INPUT password", "BUTTON sign-in", "BUTTON sign-in-passkey", "A cancel"], reached.Take(5));
    }

    [Fact]
    public async Task Broken_link_ends_on_an_error_page_of_the_bank()
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, Screen.Phone);

        var error = await journey.OpenBrokenLinkAsync(sandbox.Metadata.Endpoint("authorization_endpoint"));

        Assert.StartsWith(sandbox.Kit.PublicAddress.AbsoluteUri, error.Address, StringComparison.Ordinal);
        Assert.True(error.WidthOfContent <= error.WidthOfScreen);
        Assert.Matches("default-src '(none|self)'", error.ContentSecurityPolicy);
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task Newcomer_who_opens_a_bare_or_wrong_address_is_helped(Screen screen)
    {
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);

        var all = await journey.OpenAsync("sandbox", sandbox.Kit.PublicAddress, "#code");
        await journey.OpenAsync("nothing", new Uri(sandbox.Kit.FintechAddress, "/nothing"), "h1");

        Assert.EndsWith("/sandbox", all.Address, StringComparison.Ordinal);
        AssertIsAPleasure(journey);
    }

    private static void AssertIsAPleasure(Journey journey)
    {
        Assert.All(journey.Visits, visit =>
        {
            Assert.True(visit.WidthOfContent <= visit.WidthOfScreen, visit.ToString());
            Assert.True(visit.WidthOfLargeContent <= visit.WidthOfLargeScreen, visit.ToString());
            Assert.Empty(visit.FaintWords);
            Assert.Empty(visit.UnlabelledInputs);
            Assert.Equal(1, visit.MainHeadings);
            Assert.NotEqual("", visit.Language);
        });
        Assert.Empty(journey.Violations);
    }
}
