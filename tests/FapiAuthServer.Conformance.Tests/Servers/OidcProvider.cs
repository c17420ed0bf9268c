using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>A server that we did not write: the npm package oidc-provider, in a process of its own.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private const int Customers = 12;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly SupervisedProcess process;
    private readonly TestPki pki;

    private OidcProvider(SupervisedProcess process, TestPki pki, ServerConfiguration configuration)
    {
        this.process = process;
        this.pki = pki;
        Configuration = configuration;
    }

    public ServerConfiguration Configuration { get; }

    public string Output => process.Output;

    /// <summary>With its FAPI 2.0 profile.</summary>
    public static Task<OidcProvider> StartAsync(CancellationToken cancellation) =>
        StartAsync("server.mjs", pki => [.. OidcProviderClients.OfFapi2(pki)], "/accounts", cancellation);

    /// <summary>As an ordinary OpenID Connect server.</summary>
    public static Task<OidcProvider> StartOpenIdAsync(CancellationToken cancellation) =>
        StartAsync("openid.mjs", _ => [.. OidcProviderClients.OfOpenId(FreePorts.Take())], "/me", cancellation);

    private static async Task<OidcProvider> StartAsync(
        string script, Func<TestPki, IReadOnlyList<(ClientConfiguration Configuration, JsonNode Registration)>> register, string resource,
        CancellationToken cancellation)
    {
        var pki = new TestPki("CN=Authority of a second server");
        var port = FreePorts.Take();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}"));
        var clients = register(pki);
        var (certificate, key) = HostCertificates.New(pki);

        var folder = Directory.CreateTempSubdirectory("fapi-oidc-provider-").FullName;
        var file = Path.Combine(folder, "configuration.json");
        await File.WriteAllTextAsync(file, new JsonObject
        {
            ["port"] = port,
            ["key"] = key,
            ["certificate"] = certificate,
            ["authority"] = pki.Authority.ExportCertificatePem(),
            ["clients"] = new JsonArray([.. clients.Select(client => client.Registration)]),
        }.ToJsonString(), cancellation);

        // It calls clients itself, to tell them of a logout.
        var authority = Path.Combine(folder, "authority.pem");
        await File.WriteAllTextAsync(authority, pki.Authority.ExportCertificatePem(), cancellation);
        var process = await SupervisedProcess.StartAsync(
            new SupervisedCommand("node", [Path.Combine(BuildPaths.OidcProvider, script), file])
            {
                RemoveAtEnd = folder,
                Environment = new Dictionary<string, string?> { ["NODE_EXTRA_CA_CERTS"] = authority },
            });
        var server = new OidcProvider(process, pki, new ServerConfiguration
        {
            Discovery = new Uri(address, "/.well-known/openid-configuration"),
            Authorities = [pki.Authority],
            Resource = new Uri(address, resource),
            Clients = [.. clients.Select(client => client.Configuration)],
            Customers = [.. Enumerable.Range(1, Customers).Select(number => new CustomerConfiguration($"customer-{number}", "any", null))],
            Browser = new BrowserConfiguration
            {
                Username = "input[name=login]",
                Password = "input[name=password]",
                SignIn = "button.login-submit",
                Approve = "button.login-submit",
                Deny = "a[href$='/abort']",
                SignOut = "button[name=logout]",
            },
            LogoutReceiver = new(HostCertificates.Portable((certificate, key))),
        });
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        pki.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        var deadline = DateTimeOffset.UtcNow + ReadyWithin;
        while (!Output.Contains("ready at", StringComparison.Ordinal))
        {
            if (process.HasExited || DateTimeOffset.UtcNow > deadline)
            {
                throw new InvalidOperationException($"oidc-provider did not start; run npm ci in tests/OidcProvider, as tests/run.sh does:\n{Output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }
}
