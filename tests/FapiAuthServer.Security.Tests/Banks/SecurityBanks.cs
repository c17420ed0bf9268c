using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.Security.Tests.Races;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;

[assembly: AssemblyFixture(typeof(SecurityBanks))]

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>The banks that tests share, each started when the first test asks for it.</summary>
public sealed class SecurityBanks : IAsyncDisposable
{
    /// <summary>A client whose name is an attack on the pages that show it.</summary>
    public static readonly SandboxClient Hostile = TestClients.PrivateKeyJwtWithDPoP("hostile")
        .With("client_name", "<script>alert(1)</script>\"'>&{{7*7}} \u202Ekcatta");

    /// <summary>A client whose registration is made smaller under it.</summary>
    public static readonly SandboxClient Shrinking = TestClients.PrivateKeyJwtWithDPoP("shrinking");

    /// <summary>A client that authenticates by a certificate of its own making.</summary>
    public static readonly SandboxClient SelfSigned = TestClients.SelfSignedWithDPoP("self-signed");

    private readonly Lazy<Task<Bank>> plain = new(() => Bank.StartAsync(PlainSetup()));
    private readonly Lazy<Task<KeyHost>> keyHost;
    private readonly Lazy<Task<Bank>> strict = new(() => Bank.StartAsync(new ServerSetup { Database = DatabaseKind.PostgreSql }));
    private readonly Lazy<Task<TwoNodes>> twoNodes = new(TwoNodes.StartAsync);
    private readonly Lazy<Task<Bank>> twoIssuers = new(() => Bank.StartAsync(TwoIssuersSetup()));

    public SecurityBanks() => keyHost = new(async () =>
    {
        using var authority = (await plain.Value).OpenAuthority();
        return await KeyHost.StartAsync(authority);
    });

    /// <summary>The sandbox as it comes, on SQLite, with more clients.</summary>
    public Task<Bank> PlainAsync() => plain.Value;

    /// <summary>The web server behind the <c>keys-…</c> clients of the plain bank.</summary>
    public Task<KeyHost> KeyHostAsync() => keyHost.Value;

    /// <summary>On PostgreSQL, which takes less than SQLite does; for tests that count what happened.</summary>
    public Task<Bank> StrictAsync() => strict.Value;

    /// <summary>Two processes over one PostgreSQL.</summary>
    public Task<TwoNodes> TwoNodesAsync() => twoNodes.Value;

    /// <summary>Two issuers, <c>fapi2</c> and <c>other</c>, with two APIs each, on PostgreSQL.</summary>
    public Task<Bank> TwoIssuersAsync() => twoIssuers.Value;

    public async ValueTask DisposeAsync()
    {
        if (keyHost is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await keyHost.Value).DisposeAsync();
        }
        if (twoNodes is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await twoNodes.Value).DisposeAsync();
        }
        foreach (var bank in new[] { plain, strict, twoIssuers })
        {
            if (bank is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await bank.Value).DisposeAsync();
            }
        }
    }

    private static ServerSetup PlainSetup() => new()
    {
        ExtraClients = [Hostile, Shrinking, SelfSigned, .. KeyHost.Clients],
        Settings = new Dictionary<string, string> { ["CacheRefreshInterval"] = "00:00:00.100", ["JwksRefetchInterval"] = "00:00:02" },
    };

    private static ServerSetup TwoIssuersSetup()
    {
        var settings = new Dictionary<string, string> { ["Mode"] = "Sandbox" };
        string[] names = ["fapi2", "other"];
        foreach (var (index, name) in names.Index())
        {
            settings[$"Issuers:{index}:Name"] = name;
            settings[$"Issuers:{index}:Path"] = "/" + name;
            settings[$"Issuers:{index}:Profile"] = "fapi2-security";
            (string Scope, string? Resource)[] scopes =
                [("openid", null), ("accounts", "https://localhost:9445"), ("payments", "https://payments.example.test"), ("offline_access", null)];
            foreach (var (number, (scope, resource)) in scopes.Index())
            {
                settings[$"Issuers:{index}:Scopes:{number}:Name"] = scope;
                settings[$"Issuers:{index}:Scopes:{number}:Description"] = "May use " + scope;
                if (resource is not null)
                {
                    settings[$"Issuers:{index}:Scopes:{number}:Resource"] = resource;
                }
            }
        }
        return new ServerSetup { Database = DatabaseKind.PostgreSql, Settings = settings };
    }
}
