using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Issuers;

/// <summary>An issuer without a path of its own has all the others, but not those of the process.</summary>
public sealed class RootIssuerTests
{
    [Fact]
    public async Task Root_issuer_leaves_the_process_its_paths()
    {
        await using var server = await InProcessServer.StartAsync(new ServerSetup
        {
            Settings = new Dictionary<string, string>
            {
                ["Issuers:0:Name"] = "bank",
                ["Issuers:0:Path"] = "",
                ["Issuers:0:Profile"] = "fapi2-security",
                ["Issuers:0:Scopes:0:Name"] = "accounts",
                ["Issuers:0:Scopes:0:Resource"] = "https://localhost:9445",
                ["Issuers:1:Name"] = "brand",
                ["Issuers:1:Path"] = "/brand",
                ["Issuers:1:Profile"] = "fapi2-security",
                ["Issuers:1:Scopes:0:Name"] = "accounts",
                ["Issuers:1:Scopes:0:Resource"] = "https://localhost:9445",
            },
        });

        Assert.Equal("Healthy", (await GetAsync(server, "/health/live")).Expect(200).Body);
        Assert.Equal("Healthy", (await GetAsync(server, "/health/ready")).Expect(200).Body);
        Assert.Contains("id=\"code\"", (await GetAsync(server, "/sandbox")).Expect(200).Body, StringComparison.Ordinal);
        (await GetAsync(server, "/brand/health/ready")).Expect(404);
        (await GetAsync(server, "/nothing")).Expect(404);
        foreach (var issuer in new[] { "bank", "brand" })
        {
            var client = await server.ConnectAsync(issuer + "-pkjwt-dpop-1");
            var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri) { Scope = "accounts" });
            using var browser = server.OpenBrowser();
            await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
            Assert.True(browser.Page.IsSignIn, browser.Page.Describe());
        }
    }

    private static async Task<ServerResponse> GetAsync(InProcessServer server, string path)
    {
        using var answer = await server.Wire.Client(null).GetAsync(new Uri(server.Kit.PublicAddress, path));
        return await ServerResponse.ReadAsync(answer);
    }
}
