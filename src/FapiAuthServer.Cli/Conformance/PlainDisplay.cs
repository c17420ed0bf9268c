using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>A line for each module that ends, for files and pipelines.</summary>
internal sealed class PlainDisplay(Screen screen, RunProgress progress) : IProgress<RunEvent>
{
    private const int MostOfDetail = 160;

    private readonly Lock gate = new();
    private bool hasBegun;

    public Task<RunResult> ShowAsync(Func<IProgress<RunEvent>, Task<RunResult>> run) => run(this);

    public void Report(RunEvent value)
    {
        lock (gate)
        {
            if (!hasBegun)
            {
                // Not before: a run that cannot begin says so, and nothing else.
                hasBegun = true;
                screen.Output.WriteLine($"{progress.Plan}: {progress.Total} {(progress.Total == 1 ? "module" : "modules")}");
            }
            var finished = progress.Take(value);
            if (value is RunEvent.Finished { Outcome: var outcome })
            {
                var total = $"{progress.Total}";
                screen.Output.WriteLine(
                    $"[{$"{finished}".PadLeft(total.Length)}/{total}] {VerdictSigns.Word(outcome.Verdict),-7} "
                    + $"{ModuleNames.WithoutPrefix(outcome.Name)} ({progress.Names.Of(value.Variant)}), {Durations.Of(outcome.Duration)}{Why(value.Variant, outcome)}");
            }
        }
    }

    private static string Why(Variant variant, ModuleResult module) =>
        Finding.Of(variant, module).FirstOrDefault(finding => finding.Verdict == module.Verdict) is { } finding
            ? Printable.Line($": {finding.Requirement}{(finding.Requirement is null ? "" : " ")}{finding.Text}{(finding.Detail is null ? "" : $" (found: {Printable.Beginning(finding.Detail, MostOfDetail)})")}")
            : "";
}
