using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Interaction;

/// <summary>A server with the sandbox's issuer, and one with a scope that nobody described.</summary>
public sealed class SampleBank : IAsyncLifetime
{
    public const string Payments = "payments";

    public InProcessServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await InProcessServer.StartAsync(new ServerSetup
    {
        Settings = new Dictionary<string, string>
        {
            ["Issuers:0:Name"] = "fapi2",
            ["Issuers:0:Path"] = "/fapi2",
            ["Issuers:0:Profile"] = "fapi2-security",
            ["Issuers:0:Scopes:0:Name"] = "openid",
            ["Issuers:0:Scopes:1:Name"] = "accounts",
            ["Issuers:0:Scopes:1:IsReadOnly"] = "true",
            ["Issuers:0:Scopes:1:Resource"] = "https://localhost:9445",
            ["Issuers:0:Scopes:2:Name"] = "offline_access",
            ["Issuers:1:Name"] = Payments,
            ["Issuers:1:Path"] = "/" + Payments,
            ["Issuers:1:Profile"] = "fapi2-security",
            ["Issuers:1:Scopes:0:Name"] = "payments",
            ["Issuers:1:Scopes:0:Resource"] = "https://localhost:9445",
        },
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
