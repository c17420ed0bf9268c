using System.Globalization;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>The server and the sample bank's API, each in a process of its own, as the sandbox starts them.</summary>
internal sealed class SandboxBank : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly ServerProcess server;
    private readonly SupervisedProcess api;

    private SandboxBank(ServerProcess server, SupervisedProcess api) => (this.server, this.api) = (server, api);

    /// <summary>The kit that the runner is given.</summary>
    public string Kit => server.SandboxDirectory;

    public static async Task<SandboxBank> OpenAsync(DatabaseKind database, CancellationToken cancellation)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{FreePorts.Take()}");
        var receiver = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{FreePorts.Take()}");
        var server = await ServerProcess.StartAsync(new ServerSetup
        {
            Database = database,
            Settings = new Dictionary<string, string> { ["Sandbox:BankAddress"] = address, ["Sandbox:LogoutReceiverAddress"] = receiver, ["Sandbox:TestCustomers"] = "300" },
        });
        var api = await SupervisedProcess.StartAsync(
            new SupervisedCommand("dotnet", [BuildPaths.SampleBank, "--sandbox-dir", server.SandboxDirectory]) { WorkingDirectory = server.SandboxDirectory });
        var bank = new SandboxBank(server, api);
        try
        {
            await bank.WaitForApiAsync(new Uri(address), cancellation);
            return bank;
        }
        catch
        {
            await bank.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task WaitForApiAsync(Uri address, CancellationToken cancellation)
    {
        var deadline = DateTimeOffset.UtcNow + ReadyWithin;
        while (!api.HasExited && DateTimeOffset.UtcNow < deadline)
        {
            try
            {
                using var answer = await server.Wire.Client(null).GetAsync(new Uri(address, "/health/ready"), cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
        throw new InvalidOperationException($"The sample bank's API did not become ready:\n{api.Output}");
    }
}
