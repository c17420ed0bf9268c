using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.TestKit.Tests.Servers;

public sealed class InProcessServerTests
{
    [Fact]
    public async Task Clock_is_ahead_for_the_server_alone_and_only_as_long_as_asked()
    {
        await using var server = await InProcessServer.StartAsync();
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        (await client.ClientCredentialsAsync("accounts")).Expect(200);

        TokenResponse late;
        using (server.Clock.Forward(TimeSpan.FromMinutes(5)))
        {
            late = await client.ClientCredentialsAsync("accounts");
        }

        Assert.Equal("invalid_client", late.Error);
        Assert.Contains("assertion_expired", server.Output, StringComparison.Ordinal);
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
    }

    [Theory]
    [InlineData("PublicAddress", "http://localhost:1")]
    [InlineData("Database:ConnectionString", "Data Source=/nowhere/at/all.db")]
    public async Task Server_that_cannot_start_says_so(string setting, string value)
    {
        var setup = new ServerSetup { Settings = new Dictionary<string, string> { [setting] = value } };

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => InProcessServer.StartAsync(setup));
    }
}
