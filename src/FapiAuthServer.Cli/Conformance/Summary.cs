using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;
using Spectre.Console;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>What a run came to, at its end: a row for each variant, then what fails it, then where the report is.</summary>
internal sealed class Summary(Screen screen)
{
    private const int MostVariantsNamed = 3;
    private const int MostOfDetail = 400;

    public static int ExitCodeOf(RunResult result, Assessment assessment) =>
        result.NotRun > 0 ? ExitCode.Interrupted : assessment.IsSuccess ? ExitCode.Success : ExitCode.Failures;

    public void Write(RunResult result, Assessment assessment, string page)
    {
        var names = new ReportNames(result.Variants.Select(variant => variant.Variant));
        screen.Console.WriteLine();
        WriteVariants(result, names);
        WriteFindings(result, assessment, names);
        foreach (var stale in assessment.Stale)
        {
            Line($"[red]✗ expected, but it did not happen:[/] {VerdictStyles.Safe(stale.ToString())} [grey]{VerdictStyles.Safe(stale.Reason)}[/]");
        }
        var modules = result.Variants.Sum(variant => variant.Modules.Count);
        var known = assessment.Expected.Count == 0 ? "" : $", {assessment.Expected.Count} findings as expected";
        var missing = result.NotRun == 0 ? "" : $", [yellow]{result.NotRun} not run: the run was ended before[/]";
        Line($"{VerdictStyles.Counts(result.Count)} of {modules} modules in {Durations.Of(result.Duration)}{known}{missing}");
        Line($"Report: {VerdictStyles.Safe(page)}");
    }

    private void WriteVariants(RunResult result, ReportNames names)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumn(new TableColumn("").PadRight(2));
        foreach (var _ in VerdictSigns.All)
        {
            table.AddColumn(new TableColumn("").RightAligned().NoWrap().PadRight(2));
        }
        foreach (var variant in result.Variants)
        {
            table.AddRow(
            [
                VerdictStyles.Safe(names.Of(variant.Variant)),
                .. VerdictSigns.All.Select(verdict => variant.Modules.Count(module => module.Verdict == verdict) is > 0 and var count
                    ? $"[{VerdictStyles.Colour(verdict)}]{VerdictSigns.Of(verdict)} {count} {VerdictSigns.Word(verdict)}[/]"
                    : ""),
            ]);
        }
        screen.Console.Write(table);
        screen.Console.WriteLine();
    }

    // The same fault shows in many variants; it is one line to read and one to mend.
    private void WriteFindings(RunResult result, Assessment assessment, ReportNames names)
    {
        var firsts = assessment.Unexpected.GroupBy(finding => (finding.Variant, finding.Module)).Select(group => group.MinBy(finding => finding.Verdict == ModuleVerdict.Failed ? 0 : 1)!);
        foreach (var group in firsts.GroupBy(finding => (finding.Module, finding.Verdict, finding.Requirement, finding.Text)))
        {
            var (module, verdict, requirement, text) = group.Key;
            var variants = group.Select(finding => names.Of(finding.Variant)).ToList();
            var where = variants.Count == result.Variants.Count && variants.Count > 1 ? $"all {variants.Count} variants"
                : variants.Count > MostVariantsNamed ? $"{variants.Count} variants, such as {variants[0]}"
                : string.Join("; ", variants);
            Line($"[{VerdictStyles.Colour(verdict)}]{VerdictSigns.Of(verdict)} {VerdictSigns.Word(verdict)}[/] [bold]{VerdictStyles.Safe(ModuleNames.WithoutPrefix(module))}[/] [grey]({VerdictStyles.Safe(where)})[/]");
            Line($"    {VerdictStyles.Safe(requirement is null ? text : $"{requirement}: {text}")}");
            if (group.First().Detail is { } detail)
            {
                Line($"    [grey]found: {VerdictStyles.Safe(Printable.Beginning(detail, MostOfDetail))}[/]");
            }
        }
        if (assessment.Unexpected.Count > 0)
        {
            screen.Console.WriteLine();
        }
    }

    private void Line(string markup) => screen.Console.MarkupLine(markup);
}
