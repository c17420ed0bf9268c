using System.Diagnostics;
using System.Globalization;
using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.TestKit.Tests.Processes;

public class SupervisedProcessTests
{
    private const string ChildIdFile = "FAPI_TEST_CHILD_ID_FILE";

    [Fact]
    public async Task Stopping_ends_the_child_and_removes_what_it_leaves()
    {
        var directory = Directory.CreateTempSubdirectory("fapi-supervised-").FullName;
        var process = await SupervisedProcess.StartAsync(new SupervisedCommand("sleep", ["600"]) { RemoveAtEnd = directory });

        await process.StopAsync();

        Assert.False(IsRunning(process.ProcessId));
        Assert.False(Directory.Exists(directory));
        await process.DisposeAsync();
    }

    [Fact]
    public async Task Child_that_ignores_the_signal_is_killed_after_the_grace()
    {
        var stubborn = new SupervisedCommand("bash", ["-c", "trap '' TERM; echo ready; while :; do sleep 0.2; done"])
        {
            Grace = TimeSpan.FromSeconds(1),
        };
        await using var process = await SupervisedProcess.StartAsync(stubborn);
        await WaitForAsync(() => process.Output.Contains("ready", StringComparison.Ordinal));

        await process.StopAsync();

        Assert.False(IsRunning(process.ProcessId));
    }

    [Fact]
    public async Task Exit_code_and_output_of_the_child_are_kept()
    {
        await using var process = await SupervisedProcess.StartAsync(
            new SupervisedCommand("bash", ["-c", "echo one; echo two >&2; exit 7"]));
        await WaitForAsync(() => process.HasExited);

        await process.StopAsync();

        Assert.Equal(7, process.ExitCode);
        Assert.Equal(["one", "two"], process.OutputLines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Child_dies_with_a_parent_that_is_killed()
    {
        var file = Path.GetTempFileName();
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["-explicit", "only", "-method", "*." + nameof(Parent_that_will_be_killed)])
        {
            Environment = { [ChildIdFile] = file },
        };
        using var parent = Process.Start(start)!;
        await WaitForAsync(() => new FileInfo(file).Length > 0);
        var child = int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Assert.True(IsRunning(child));

        parent.Kill();

        await WaitForAsync(() => !IsRunning(child));
        File.Delete(file);
    }

    // Not a test of its own: the other side of the one above, started by it in a process of its own.
    [Fact(Explicit = true)]
    public async Task Parent_that_will_be_killed()
    {
        await using var process = await SupervisedProcess.StartAsync(new SupervisedCommand("sleep", ["600"]));
        var file = Environment.GetEnvironmentVariable(ChildIdFile) ?? throw new InvalidOperationException("Started by hand.");

        await File.WriteAllTextAsync(
            file, process.ProcessId.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    private static bool IsRunning(int processId) => File.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

    private static async Task WaitForAsync(Func<bool> condition)
    {
        var deadline = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(60);
        while (!condition() && DateTimeOffset.UtcNow < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
        Assert.True(condition());
    }
}
