using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FapiAuthServer.TestKit.Processes;

/// <summary>
/// A child process that cannot outlive its parent: a small shell holds it, and ends it when the parent lets go of the
/// shell's input.
/// </summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    // The lifeline is a pipe, not a process id: it breaks however the parent dies, and ids are reused.
    private const string Supervisor =
        """
        stop=$1 grace=$2 leftover=$3
        shift 3
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        {
            while read -r -u 3; do :; done
            kill -s "$stop" $child
            for (( tick = 0; tick < grace * 20; tick++ )); do
                kill -0 $child || break
                sleep 0.05
            done
            kill -s KILL $child
        } >/dev/null 2>&1 &
        lifeline=$!
        exec 3<&-
        trap 'kill -s "$stop" $child 2>/dev/null' TERM INT HUP
        echo "supervised $child"
        while :; do
            wait $child
            code=$?
            kill -0 $child 2>/dev/null || break
        done
        kill $lifeline 2>/dev/null
        [ -z "$leftover" ] || rm -rf -- "$leftover"
        exit $code
        """;

    private readonly Process shell;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<int> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int? exitCode;

    private SupervisedProcess(Process shell) => this.shell = shell;

    public int ProcessId => announced.Task.IsCompletedSuccessfully ? announced.Task.Result : 0;

    public bool HasExited => exitCode is not null || shell.HasExited;

    public int ExitCode => exitCode ?? shell.ExitCode;

    public IReadOnlyList<string> OutputLines => [.. output];

    public string Output => string.Join('\n', output);

    public static async Task<SupervisedProcess> StartAsync(SupervisedCommand command)
    {
        // A session of its own: what is sent to the parent's whole group, even SIGKILL, leaves the supervisor to clean up.
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        string[] arguments =
        [
            "bash", "-c", Supervisor, "supervisor",
            command.StopSignal, command.Grace.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture), command.RemoveAtEnd ?? "",
            command.FileName, .. command.Arguments,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var supervised = new SupervisedProcess(new Process { StartInfo = start });
        supervised.shell.OutputDataReceived += (_, line) => supervised.Receive(line.Data);
        supervised.shell.ErrorDataReceived += (_, line) => supervised.Receive(line.Data);
        supervised.shell.Start();
        supervised.shell.BeginOutputReadLine();
        supervised.shell.BeginErrorReadLine();
        await supervised.announced.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return supervised;
    }

    public async Task StopAsync()
    {
        if (exitCode is null)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            exitCode = shell.ExitCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        shell.Dispose();
    }

    private void Receive(string? line)
    {
        const string announcement = "supervised ";
        if (line is null)
        {
            return;
        }
        if (!announced.Task.IsCompleted && line.StartsWith(announcement, StringComparison.Ordinal))
        {
            announced.TrySetResult(int.Parse(line.AsSpan(announcement.Length), CultureInfo.InvariantCulture));
            return;
        }
        output.Enqueue(line);
    }
}
