using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Browser.Tests;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

[assembly: AssemblyFixture(typeof(RunningSandbox))]

namespace FapiAuthServer.Browser.Tests;

/// <summary>The whole sandbox as the README starts it, authorization server, bank, its app and fintech, with an empty kit and on free ports.</summary>
public sealed class RunningSandbox : IAsyncLifetime
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);

    private readonly string directory = Directory.CreateTempSubdirectory("fapi-browser-").FullName;
    private SupervisedProcess? process;

    public SandboxKit Kit { get; private set; } = null!;

    public ServerMetadata Metadata { get; private set; } = null!;

    /// <summary>A client of the kit, for its requests; the connection it learned of the server by is closed.</summary>
    public async Task<FintechClient> ConnectAsync(string clientId)
    {
        using var wire = OpenWire();
        var registration = Kit.Client(clientId);
        return await FintechClient.ConnectAsync(wire, registration, Kit.Issuer(registration.Issuer).Discovery);
    }

    /// <summary>A connection that trusts this sandbox, for a client that calls the server itself.</summary>
    public Wire OpenWire() =>
        new(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "ca.crt")), new Dictionary<int, int>());

    public async ValueTask InitializeAsync()
    {
        string[] addresses = ["PublicAddress", "MutualTlsAddress", "Sandbox:BankAddress", "Sandbox:FintechAddress", "Sandbox:AppAddress"];
        process = await SupervisedProcess.StartAsync(
            new SupervisedCommand(
                "dotnet",
                [
                    BuildPaths.SandboxLauncher, "--sandbox-dir", directory,
                    .. addresses.Select(name => $"--FapiAuthServer:{name}=https://localhost:{FreePorts.Take()}"),
                ])
            {
                WorkingDirectory = directory,
                Grace = TimeSpan.FromSeconds(30), // The launcher stops four others first.
            });
        try
        {
            await WaitUntilReadyAsync(process);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task WaitUntilReadyAsync(SupervisedProcess launcher)
    {
        var deadline = DateTimeOffset.UtcNow + ReadyWithin;
        var last = "nothing was listening";
        while (!launcher.HasExited && DateTimeOffset.UtcNow < deadline)
        {
            try
            {
                using var wire = OpenWire();
                Kit = SandboxKit.Read(directory);
                using var server = await wire.Client(null).GetAsync(new Uri(Kit.PublicAddress, "/health/ready"));
                using var fintech = await wire.Client(null).GetAsync(Kit.FintechAddress);
                using var app = await wire.Client(null).GetAsync(Kit.AppAddress);
                using var bank = await wire.Client(null).GetAsync(Kit.BankAddress); // Any answer will do: it has nothing for strangers.
                if (server.IsSuccessStatusCode && fintech.IsSuccessStatusCode && app.IsSuccessStatusCode)
                {
                    var client = await FintechClient.ConnectAsync(wire, Kit.Client("sample-fintech"), Kit.Issuer("fapi2").Discovery);
                    Metadata = client.Metadata;
                    return;
                }
                last = $"server {(int)server.StatusCode}, fintech {(int)fintech.StatusCode}";
            }
            catch (Exception notYet) when (notYet is HttpRequestException or IOException or CryptographicException or FormatException)
            {
                last = notYet.Message;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
        throw new InvalidOperationException($"The sandbox did not become ready ({last}):\n{launcher.Output}");
    }
}
