using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Browser.Tests;

/// <summary>Leaving the bank, as a browser does it.</summary>
public sealed class LogoutPagesTests(RunningSandbox sandbox, Chromium chromium)
{
    [Theory]
    [InlineData(Screen.Desktop, 5)]
    [InlineData(Screen.Phone, 6)]
    [InlineData(Screen.WithoutScript, 7)]
    public async Task Customer_is_asked_and_signs_out(Screen screen, int customer)
    {
        var client = await sandbox.ConnectAsync("oidc-basic-bearer-2");
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid profile email address phone accounts offline_access" };
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);
        Assert.NotNull(new AuthorizationAnswer(await journey.AllowAsync(client.DirectUrl(request), client.RedirectUri, sandbox.Kit.Customers[customer])).Code);

        await journey.OpenLogoutAsync(client.Metadata.Endpoint("end_session_endpoint"));
        await journey.SignOutAsync();

        Assert.Equal(["sign-in", "second-factor", "consent", "logout", "signed-out"], journey.Visits.Select(visit => visit.Name));
        Assert.Empty(journey.Violations);
        Assert.Empty(journey.Missing);
        Assert.All(journey.Visits, visit =>
        {
            Assert.True(visit.WidthOfContent <= visit.WidthOfScreen, visit.ToString());
            Assert.True(visit.WidthOfLargeContent <= visit.WidthOfLargeScreen, visit.ToString());
            Assert.Empty(visit.FaintWords);
            Assert.Empty(visit.UnlabelledInputs);
            Assert.Equal(1, visit.MainHeadings);
            Assert.Contains("default-src 'none'", visit.ContentSecurityPolicy, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Policy_lets_the_confirmed_form_lead_to_the_client()
    {
        using var wire = sandbox.OpenWire();
        var registration = sandbox.Kit.Client("oidc-post-bearer-1");
        var client = await FintechClient.ConnectAsync(wire, registration, sandbox.Kit.Issuer("oidc").Discovery);
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid" };
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, Screen.Desktop);
        var answer = new AuthorizationAnswer(await journey.AllowAsync(client.DirectUrl(request), client.RedirectUri, sandbox.Kit.Customers[8]));
        var tokens = await client.RedeemCodeAsync(answer.Code, request);
        await journey.AllowAsync(client.DirectUrl(request, change: query => query["prompt"] = "login"), client.RedirectUri, sandbox.Kit.Customers[9]);
        var target = new Uri((string)registration.Registration["post_logout_redirect_uris"]![0]!);

        // The first customer's token does not sign the second one out: they are asked, and then go where that client wants them.
        await journey.OpenLogoutAsync(new UriBuilder(client.Metadata.Endpoint("end_session_endpoint"))
        {
            Query = new FormParameters { ["id_token_hint"] = tokens.Expect(200).Text("id_token"), ["post_logout_redirect_uri"] = target.AbsoluteUri, ["state"] = "a&b" }.Encode(),
        }.Uri);
        var arrived = await journey.SignOutToAsync(target);

        Assert.Equal(target.AbsolutePath, arrived.AbsolutePath);
        Assert.Equal("a&b", FormParameters.Decode(arrived.Query)["state"]);
        Assert.Empty(journey.Violations);
    }
}
