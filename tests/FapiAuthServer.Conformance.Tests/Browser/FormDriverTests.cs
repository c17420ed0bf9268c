using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Wire;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.Conformance.Tests.Browser;

/// <summary>The browser without script does what browsers do where a verdict hangs on it.</summary>
public sealed class FormDriverTests
{
    private static readonly Dictionary<string, string> NoFields = [];

    [Fact]
    public async Task Form_for_the_client_is_read_and_not_sent()
    {
        await using var site = await SmallSite.StartAsync(http =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return SmallSite.ShowAsync(http, $"""
                <form method="post" action="{SmallSite.Client}">
                  <input type="hidden" name="code" value="a-code"><input type="hidden" name="state" value="&lt;&amp;&quot;&gt;"><button>Continue</button>
                </form>
                """);
        });

        var view = await site.Browser.OpenAsync(site.Address, TestContext.Current.CancellationToken);

        Assert.Equal((PageKind.Client, SmallSite.Client), (view.Kind, view.Address));
        Assert.Equal([new("code", "a-code"), new("state", "<&\">")], view.PostedForm!);
        Assert.Contains(view.Headers, header => header is { Key: "Cache-Control", Value: "no-store" });
    }

    [Fact]
    public async Task Redirect_to_the_client_posts_nothing_unless_the_server_repeats_what_was_typed()
    {
        await using var site = await SmallSite.StartAsync(http =>
        {
            http.Response.StatusCode = int.Parse(http.Request.Form["status"]!, System.Globalization.CultureInfo.InvariantCulture);
            http.Response.Headers.Location = SmallSite.Client.AbsoluteUri;
            return Task.CompletedTask;
        });

        Assert.Null((await PostAsync("303")).PostedForm);
        Assert.Equal("307", (await PostAsync("307")).PostedForm!["status"]);

        Task<BrowserView> PostAsync(string status) =>
            site.Browser.PostAsync(site.Address, new FormParameters { ["status"] = status }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Cookies_stay_for_the_next_visit_but_strict_ones_are_not_sent_from_another_site()
    {
        await using var site = await SmallSite.StartAsync(http =>
        {
            var sent = string.Join(", ", http.Request.Cookies.Keys.Order());
            http.Response.Headers.Append("Set-Cookie", "lax=1; Path=/; Secure; SameSite=Lax");
            http.Response.Headers.Append("Set-Cookie", "strict=1; Path=/; Secure; SameSite=Strict");
            return SmallSite.ShowAsync(http, $"<p>{sent}<a id=\"next\" href=\"/next\">Next</a>");
        });
        var cancellation = TestContext.Current.CancellationToken;

        Assert.Equal("Next", (await site.Browser.OpenAsync(site.Address, cancellation)).Text);
        Assert.Equal("laxNext", (await site.Browser.OpenAsync(site.Address, cancellation)).Text);
        Assert.Equal("lax, strictNext", (await site.Browser.PressAsync("#next", NoFields, cancellation)).Text);
    }

    [Fact]
    public async Task Button_belongs_to_the_form_that_it_names()
    {
        await using var site = await SmallSite.StartAsync(http => http.Request.Method == "POST"
            ? SmallSite.ShowAsync(http, $"<p>{http.Request.Form["secret"]} {http.Request.Form["logout"]}")
            : SmallSite.ShowAsync(http, """
                <form id="f" method="post" action="/out"><input type="hidden" name="secret" value="s"></form>
                <button id="sign-out" form="f" name="logout" value="yes">Sign out</button>
                """));
        var cancellation = TestContext.Current.CancellationToken;

        Assert.Equal(PageKind.SignOut, (await site.Browser.OpenAsync(site.Address, cancellation)).Kind);
        Assert.Equal("s yes", (await site.Browser.PressAsync("#sign-out", NoFields, cancellation)).Text);
    }

    [Theory]
    [InlineData("https://client.example.test/callback?code=1", true)]
    [InlineData("https://client.example.test/elsewhere", true)]
    [InlineData("https://client.example.test:8443/callback", false)]
    [InlineData("https://bank.example.test/callback", true)]
    [InlineData("https://bank.example.test/authorize", false)]
    public void Client_is_its_addresses_and_whatever_else_is_on_hosts_of_its_own(string address, bool isClient)
    {
        var addresses = new ClientAddresses(
            new Uri("https://bank.example.test/authorize"), SmallSite.Client, new Uri("https://bank.example.test/callback"));

        Assert.Equal(isClient, addresses.Contain(new Uri(address)));
    }
}
