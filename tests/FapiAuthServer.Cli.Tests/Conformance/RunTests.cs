using System.Xml.Linq;
using FapiAuthServer.Conformance.Running;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.Cli.Tests.Conformance;

public sealed class RunTests : IAsyncDisposable
{
    private const string Variant = "client_auth_type=private_key_jwt,sender_constrain=dpop,openid=plain_oauth";
    private const string Module = "ensure-authorization-request-without-state-success";

    private readonly Workplace workplace = new();
    private readonly Task<SmallServer> starting = SmallServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await (await starting).DisposeAsync();
        workplace.Dispose();
    }

    [Fact]
    public async Task A_run_says_how_it_went_and_leaves_three_reports()
    {
        var outcome = await RunAsync();
        var result = Read();

        Assert.Empty(outcome.Error);
        Assert.Equal(result.Count(ModuleVerdict.Failed) == 0 ? 0 : 1, outcome.Code);
        Assert.Contains("FAPI 2.0 Security Profile Final: 1 module\n[1/1] ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"Report: {Path.Combine(workplace.Reports, "report.html")}", outcome.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(workplace.Reports, "report.html")), StringComparison.Ordinal);
        Assert.Equal("1", XDocument.Load(Path.Combine(workplace.Reports, "junit.xml")).Root!.Attribute("tests")!.Value);
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public async Task No_report_holds_a_secret()
    {
        await RunAsync();
        var server = await starting;

        var reports = Directory.GetFiles(workplace.Reports);

        Assert.Equal(3, reports.Length);
        Assert.True(server.Secrets.Count >= 6, "The flow should have come as far as the resource.");
        Assert.All(reports, report =>
        {
            var text = File.ReadAllText(report);
            Assert.All(server.Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Failures_and_what_is_expected_decide_the_exit_code()
    {
        (await starting).Instead = Refuse("/par");
        var failed = await RunAsync();
        var known = workplace.Write("known.json", $$"""[{"module": "{{Module}}", "verdict": "failed", "reason": "Known."}]""");
        var stale = workplace.Write("stale.json", $$"""[{"module": "{{Module}}", "verdict": "failed", "reason": "Known."}, {"module": "{{Module}}", "verdict": "review", "reason": "It used to."}]""");

        var expected = await RunAsync("--expected", known);
        var noLonger = await RunAsync("--expected", stale);

        Assert.Equal((1, 0, 1), (failed.Code, expected.Code, noLonger.Code));
        Assert.Contains("✗ failed " + Module, failed.Output, StringComparison.Ordinal);
        Assert.Contains("findings as expected", expected.Output, StringComparison.Ordinal);
        Assert.Contains("✗ expected, but it did not happen: " + Module + " review It used to.", noLonger.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_are_written_again_from_the_JSON_with_other_expectations()
    {
        (await starting).Instead = Refuse("/par");
        await RunAsync();
        var known = workplace.Write("known.json", $$"""[{"module": "{{Module}}", "verdict": "failed", "reason": "Known."}]""");
        var again = workplace.PathTo("again");

        var outcome = await Workplace.RunAsync(
            TestContext.Current.CancellationToken, "conformance", "report", Path.Combine(workplace.Reports, "report.json"), "--report", again, "--expected", known);

        Assert.Equal(0, outcome.Code);
        Assert.Equal(File.ReadAllText(Path.Combine(workplace.Reports, "report.json")), File.ReadAllText(Path.Combine(again, "report.json")));
    }

    [Fact]
    public async Task A_run_that_is_ended_reports_what_it_did()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        (await starting).Instead = async http =>
        {
            if (http.Request.Path != "/token")
            {
                return false;
            }
            await ending.CancelAsync();
            await SmallServer.HangAsync(http);
            return true;
        };

        var outcome = await RunAsync(ending.Token);

        Assert.Equal(130, outcome.Code);
        Assert.Contains("1 not run: the run was ended before", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, Read().NotRun);
    }

    [Fact]
    public async Task What_a_server_says_moves_no_cursor()
    {
        (await starting).Instead = async http =>
        {
            if (http.Request.Path != "/par")
            {
                return false;
            }
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = "\u001b[2J[red]\r\nfapi: all is well" });
            return true;
        };

        var outcome = await RunAsync();

        Assert.Equal(1, outcome.Code);
        Assert.Contains("\\u001B[2J[red]", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Output, character => character is '\u001b' or '\r');
        Assert.DoesNotContain(outcome.Output.Split('\n'), line => line.StartsWith("fapi: all", StringComparison.Ordinal));
    }

    private static Func<HttpContext, Task<bool>> Refuse(string path) => async http =>
    {
        if (http.Request.Path != path)
        {
            return false;
        }
        http.Response.StatusCode = 500;
        await http.Response.Body.FlushAsync();
        return true;
    };

    private Task<Outcome> RunAsync(params IReadOnlyList<string> more) => RunAsync(TestContext.Current.CancellationToken, more);

    private async Task<Outcome> RunAsync(CancellationToken cancellation, params IReadOnlyList<string> more) => await Workplace.RunAsync(
        cancellation, ["conformance", "run", "--config", workplace.Configure(await starting), "--report", workplace.Reports, "--variant", Variant, "--module", Module, .. more]);

    private RunResult Read() => RunResultJson.Read(File.ReadAllText(Path.Combine(workplace.Reports, "report.json")));
}
