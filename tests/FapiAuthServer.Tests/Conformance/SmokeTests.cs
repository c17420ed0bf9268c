using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Conformance;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Works(DatabaseKind database)
    {
        await using var server = await InProcessServer.StartAsync(new ServerSetup { Database = database });
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-1");
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
    }
}
