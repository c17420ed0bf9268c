using System.Diagnostics;

namespace FapiAuthServer.TestKit.Processes;

/// <summary>A short command that is run to its end; a failing one throws with everything it printed.</summary>
public static class Command
{
    public static async Task<string> RunAsync(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var (code, output) = await TryAsync(fileName, arguments, environment);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(fileName)} ended with {code}:\n{output}");
    }

    public static async Task<(int ExitCode, string Output)> TryAsync(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(fileName, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{fileName} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
