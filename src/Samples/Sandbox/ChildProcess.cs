using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sandbox;

/// <summary>A program that the launcher started: its output goes to a file, its end is noticed, and it is stopped by its handle.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LinesKept = 15;
    private const int LongestLine = 300; // exceptions in structured logs are lines of several thousand characters
    private const int Terminate = 15; // SIGTERM
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _writing = new();
    private readonly Queue<string> _lastLines = new();

    private ChildProcess(string name, Process process, string logFile)
    {
        Name = name;
        LogFile = logFile;
        _process = process;
        _log = new StreamWriter(logFile) { AutoFlush = true };
        process.OutputDataReceived += (_, output) => Write(output.Data);
        process.ErrorDataReceived += (_, output) => Write(output.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = process.WaitForExitAsync();
    }

    public string Name { get; }

    public string LogFile { get; }

    /// <summary>Completes when the program has ended and all its output is written.</summary>
    public Task Ended { get; }

    public int ExitCode => _process.ExitCode;

    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_writing)
                return [.. _lastLines];
        }
    }

    public static ChildProcess Start(string name, string assembly, IEnumerable<string> arguments, string logDirectory, string logName)
    {
        var logFile = Path.Combine(logDirectory, $"{logName}.log");
        if (File.Exists(logFile))
            File.Move(logFile, Path.Combine(logDirectory, $"{logName}.previous.log"), overwrite: true);
        var start = new ProcessStartInfo(DotNetHost(), [StartedProject.PathOf(assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new ChildProcess(name, new Process { StartInfo = start }, logFile);
    }

    /// <summary>Asks the program to stop, and ends it if it does not.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows())
            _ = SendSignal(_process.Id, Terminate);
        // On Windows a Ctrl+C has reached the program already, as it has the same console.
        if (await Task.WhenAny(Ended, Task.Delay(StopPatience)) != Ended)
            _process.Kill(entireProcessTree: true);
        await Ended;
    }

    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }

    private void Write(string? line)
    {
        if (line is null)
            return;
        lock (_writing)
        {
            _log.WriteLine(line);
            _lastLines.Enqueue(line.Length <= LongestLine ? line : $"{line.AsSpan(0, LongestLine)}...");
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }

    // The host that runs this launcher, wherever it is installed.
    private static string DotNetHost()
    {
        var root = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent?.FullName ?? "";
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
