using System.Diagnostics;

namespace FapiAuthServer.Cli.Tests.Conformance;

/// <summary>The command as a shell starts it.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public async Task Plans_are_listed_with_their_variants_and_modules()
    {
        var outcome = await EndAsync(Start("conformance", "plans"));

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("fapi2-security-profile-final-test-plan\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("12 variants, each with the number of its modules:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  happy-flow", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_an_example()
    {
        var outcome = await EndAsync(Start("conformance", "run", "--help"));

        Assert.Equal(0, outcome.Code);
        Assert.Contains("fapi conformance run --sandbox sandbox/ --all", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_one_line_on_the_error_output()
    {
        var outcome = await EndAsync(Start("conformance", "run", "--config", workplace.PathTo("nowhere.json")));

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_a_report_of_what_was_done()
    {
        await using var server = await SmallServer.StartAsync();
        var isUnderWay = new TaskCompletionSource();
        server.Instead = async http =>
        {
            if (http.Request.Path != "/par")
            {
                return false;
            }
            isUnderWay.TrySetResult();
            await SmallServer.HangAsync(http);
            return true;
        };
        using var process = Start(
            "conformance", "run", "--config", workplace.Configure(server), "--report", workplace.Reports, "--module", "par-ensure-pkce-required");
        await isUnderWay.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var outcome = await EndAsync(process);

        Assert.Equal((130, ""), (outcome.Code, outcome.Error));
        Assert.True(File.Exists(Path.Combine(workplace.Reports, "report.html")));
    }

    private static Process Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fapi.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<Outcome> EndAsync(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            try
            {
                await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            return new Outcome(process.ExitCode, await output, await error);
        }
    }
}
