using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Issuers;

/// <summary>One server with an issuer that offers OpenID Connect, and one that does not and asks for DPoP nonces.</summary>
public sealed class TwoIssuers : IAsyncLifetime
{
    public ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync(new ServerSetup
    {
        Database = DatabaseKind.Sqlite,
        Settings = new Dictionary<string, string>
        {
            ["Mode"] = "Sandbox",
            ["Issuers:0:Name"] = "fapi2",
            ["Issuers:0:Path"] = "/fapi2",
            ["Issuers:0:Profile"] = "fapi2-security",
            ["Issuers:0:Scopes:0:Name"] = "openid",
            ["Issuers:0:Scopes:1:Name"] = "accounts",
            ["Issuers:0:Scopes:1:Resource"] = "https://localhost:9445",
            ["Issuers:0:Scopes:2:Name"] = "offline_access",
            ["Issuers:1:Name"] = "plain",
            ["Issuers:1:Path"] = "/plain",
            ["Issuers:1:Profile"] = "fapi2-security",
            ["Issuers:1:DPoPNonceRequired"] = "true",
            ["Issuers:1:PushedRequestLifetime"] = "00:00:30",
            ["Issuers:1:Scopes:0:Name"] = "accounts",
            ["Issuers:1:Scopes:0:Resource"] = "https://localhost:9445",
        },
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
