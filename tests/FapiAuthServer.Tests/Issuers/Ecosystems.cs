using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Issuers;

/// <summary>One server with an issuer for each ecosystem whose values of acr it knows, and one with a value of its own.</summary>
public sealed class Ecosystems : IAsyncLifetime
{
    private static readonly (string Name, string[] Settings)[] Issuers =
    [
        ("uk", ["AcrTables:0=UnitedKingdom", "AcrTables:1=PhishingResistant"]),
        ("au", ["AcrTables:0=Australia"]),
        ("br", ["AcrTables:0=Brazil"]),
        ("own", ["AcrOfTwoFactors=urn:example:two", "AcrTables:0=PhishingResistant"]),
        ("silent", []),
    ];

    public ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string> { ["Mode"] = "Sandbox" };
        foreach (var ((name, own), index) in Issuers.Select((issuer, index) => (issuer, index)))
        {
            var place = $"Issuers:{index}:";
            (settings[place + "Name"], settings[place + "Path"], settings[place + "Profile"]) = (name, "/" + name, "fapi2-security");
            (settings[place + "Scopes:0:Name"], settings[place + "Scopes:1:Name"], settings[place + "Scopes:1:Resource"]) = ("openid", "accounts", "https://localhost:9445");
            foreach (var setting in own)
                settings[place + setting.Split('=')[0]] = setting.Split('=')[1];
        }

        Server = await ServerProcess.StartAsync(new ServerSetup { Database = DatabaseKind.Sqlite, Settings = settings });
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
