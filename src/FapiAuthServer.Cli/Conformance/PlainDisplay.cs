using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>A line for each module that ends, for files and pipelines.</summary>
internal sealed class PlainDisplay(Screen screen, RunProgress progress) : IProgress<RunEvent>
{
    private readonly Lock gate = new();

    public async Task<RunResult> ShowAsync(Func<IProgress<RunEvent>, Task<RunResult>> run)
    {
        screen.Output.WriteLine($"{progress.Plan}: {progress.Total} modules");
        return await run(this);
    }

    public void Report(RunEvent value)
    {
        lock (gate)
        {
            var finished = progress.Take(value);
            if (value is RunEvent.Finished { Outcome: var outcome })
            {
                var width = progress.Total.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
                screen.Output.WriteLine(
                    $"[{finished.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width)}/{progress.Total}] {VerdictSigns.Word(outcome.Verdict),-7} "
                    + $"{ModuleNames.WithoutPrefix(outcome.Name)} ({progress.Names.Of(value.Variant)}), {Durations.Of(outcome.Duration)}{Why(value.Variant, outcome)}");
            }
        }
    }

    private static string Why(Variant variant, ModuleResult module) =>
        Finding.Of(variant, module).FirstOrDefault(finding => finding.Verdict == module.Verdict) is { } finding
            ? Printable.Line($": {finding.Requirement}{(finding.Requirement is null ? "" : " ")}{finding.Text}{(finding.Detail is null ? "" : $" (found: {finding.Detail})")}")
            : "";
}
