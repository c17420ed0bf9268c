using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.TestKit.Tests.Servers;

public class ServerProcessTests
{
    [Fact]
    public async Task Server_started_again_still_knows_what_it_issued()
    {
        await using var server = await ServerProcess.StartAsync(DatabaseKind.Sqlite);
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-1");
        var tokens = await ConnectAccountAsync(server, client);

        await server.StopAsync();
        await server.StartAgainAsync();

        Assert.Equal(200, (await client.RefreshAsync(tokens.RefreshToken!)).Status);
    }

    [Fact]
    public async Task Second_node_redeems_what_the_first_one_issued()
    {
        await using var first = await ServerProcess.StartAsync(DatabaseKind.PostgreSql);
        await using var second = await first.StartSecondNodeAsync();
        var client = await first.ConnectAsync("fapi2-mtls-mtls-2");
        var request = new AuthorizationRequest(client.RedirectUri);
        var pushed = await client.PushAsync(request);
        using var browser = first.OpenBrowser();
        var answer = await browser.AuthorizeAsync(client.AuthorizeUrl(pushed.RequestUri), first.Kit.NextCustomer());

        var there = await second.ConnectAsync("fapi2-mtls-mtls-2");
        var tokens = await there.RedeemCodeAsync(answer.Code, request);

        Assert.Equal(client.Metadata.Issuer, there.Metadata.Issuer);
        tokens.Expect(200);
        Assert.Equal("invalid_grant", (await client.RedeemCodeAsync(answer.Code, request)).Error);
    }

    [Fact]
    public async Task Clients_of_ones_own_are_taken_from_the_kit()
    {
        var clients = new[]
        {
            TestClients.PrivateKeyJwtWithDPoP("own-pkjwt-dpop"), TestClients.PrivateKeyJwtWithMutualTls("own-pkjwt-mtls"),
            TestClients.SelfSignedWithDPoP("own-self-dpop"), TestClients.SelfSignedWithMutualTls("own-self-mtls"),
        };
        await using var server = await ServerProcess.StartAsync(new ServerSetup { ExtraClients = clients });

        foreach (var registration in clients)
        {
            var client = await server.ConnectAsync(registration);
            var token = await client.ClientCredentialsAsync("accounts");
            Assert.True(token.Status == 200, $"{client.ClientId}: {token.Body}");
        }
    }

    [Fact]
    public async Task Browser_reads_the_code_and_the_text_of_an_error_page()
    {
        await using var server = await ServerProcess.StartAsync();
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-1");
        using var browser = server.OpenBrowser();

        await browser.OpenAsync(client.AuthorizeUrl("urn:ietf:params:oauth:request_uri:unknown"));

        Assert.Null(browser.Answer);
        Assert.True(browser.Page.IsError);
        Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
        Assert.False(string.IsNullOrWhiteSpace(browser.Page.ErrorDescription));
    }

    [Fact]
    public async Task Customer_who_denies_is_sent_back_with_access_denied()
    {
        await using var server = await ServerProcess.StartAsync();
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var request = new AuthorizationRequest(client.RedirectUri);
        var pushed = await client.PushAsync(request);
        using var browser = server.OpenBrowser();
        await browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri), server.Kit.NextCustomer());

        var answer = await browser.DenyAsync();

        Assert.Equal("access_denied", answer.Error);
        Assert.Equal(request.State, answer.State);
        Assert.Equal(client.Metadata.Issuer, answer.Issuer);
    }

    [Fact]
    public async Task Server_that_cannot_start_says_why()
    {
        var setup = new ServerSetup { Settings = new Dictionary<string, string> { ["Database:Provider"] = "Papyrus" } };

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.StartAsync(setup));

        Assert.Contains("Papyrus", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TokenResponse> ConnectAccountAsync(ServerProcess server, FintechClient client)
    {
        var request = new AuthorizationRequest(client.RedirectUri);
        var pushed = await client.PushAsync(request);
        using var browser = server.OpenBrowser();
        var answer = await browser.AuthorizeAsync(client.AuthorizeUrl(pushed.RequestUri), server.Kit.NextCustomer());
        return await client.RedeemCodeAsync(answer.Code, request);
    }
}
