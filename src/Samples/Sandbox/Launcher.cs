using System.Diagnostics;

namespace Sandbox;

/// <summary>Starts the four programs together, waits until all are ready, and stops them together.</summary>
internal sealed class Launcher(string directory, SandboxAddresses addresses, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <returns>The exit code: 0 when it was asked to stop, 1 when something failed.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var taken = Ports.FindTaken(addresses);
        if (taken.Count > 0)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, taken));
            return 1;
        }

        var logs = Directory.CreateDirectory(Path.Combine(directory, "logs")).FullName;
        await output.WriteLineAsync($"Starting the sandbox in {directory}...");
        var stopwatch = Stopwatch.StartNew();
        var children = new List<ChildProcess>();
        try
        {
            children.Add(Start("The authorization server", "FapiAuthServer", logs, "server"));
            children.Add(Start("The sample bank", "SampleBank.Api", logs, "bank"));
            children.Add(Start("The sample fintech", "SampleFintech.Web", logs, "fintech"));
            children.Add(Start("The sample banking app", "SampleBank.App", logs, "app"));
            return await WatchAsync(children, stopwatch, stop);
        }
        finally
        {
            await Task.WhenAll(children.Select(child => child.StopAsync()));
            foreach (var child in children)
                child.Dispose();
        }
    }

    private ChildProcess Start(string name, string assembly, string logs, string log)
        => ChildProcess.Start(name, assembly, [.. addresses.Arguments, .. arguments, "--sandbox-dir", directory], logs, log);

    private async Task<int> WatchAsync(List<ChildProcess> children, Stopwatch stopwatch, CancellationToken stop)
    {
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, stop);
        var ended = Task.WhenAny(children.Select(child => child.Ended));
        using var readiness = new Readiness(directory);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        giveUp.CancelAfter(Patience);
        var ready = readiness.WaitForAsync([addresses.Fintech, addresses.App, addresses.Bank, addresses.Public], giveUp.Token);

        var first = await Task.WhenAny(asked, ended, ready);
        if (first == ready && ready.IsCompletedSuccessfully)
        {
            await output.WriteAsync(Welcome.Text(directory, addresses, stopwatch.Elapsed));
            first = await Task.WhenAny(asked, ended);
        }

        await giveUp.CancelAsync();
        if (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopping...");
            return 0;
        }

        await error.WriteLineAsync(first == ended ? Obituary(children.First(child => child.Ended.IsCompleted)) : NeverReady(children));
        return 1;
    }

    private static string Obituary(ChildProcess child) => $"""

        {child.Name} has ended by itself with exit code {child.ExitCode}, so everything is stopped. Its last lines, of {child.LogFile}:

        {string.Join(Environment.NewLine, child.LastLines)}
        """;

    private static string NeverReady(IEnumerable<ChildProcess> children) => $"""

        The sandbox did not become ready within {Patience.TotalSeconds:0} seconds, so everything is stopped. The logs say more:

        {string.Join(Environment.NewLine, children.Select(child => child.LogFile))}
        """;
}
