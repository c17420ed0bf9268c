using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>For somebody who watches: how far it is, what runs, what waits for what, and what has failed so far.</summary>
internal sealed class LiveDisplay(Screen screen, RunProgress progress) : IProgress<RunEvent>
{
    private const int WidthOfBar = 40;
    private const int LinesBesideLists = 10;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    public async Task<RunResult> ShowAsync(Func<IProgress<RunEvent>, Task<RunResult>> run)
    {
        var running = run(this);
        await screen.Console.Live(Render()).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            while (!running.IsCompleted)
            {
                live.UpdateTarget(Render());
                await Task.WhenAny(running, Task.Delay(Refresh));
            }
        });
        return await running;
    }

    public void Report(RunEvent value) => progress.Take(value);

    private Rows Render()
    {
        var picture = progress.Look();
        // What fails is what a watcher wants to see; the lists share what is left of the window.
        var places = Math.Max(3, screen.Console.Profile.Height - LinesBesideLists);
        var failures = Math.Min(picture.Failed.Count, Math.Max(1, places / 3));
        var running = Math.Min(picture.Running.Count, Math.Max(1, (places - failures) / 2));
        var waiting = Math.Max(0, places - failures - running);
        return new Rows(
        [
            Line($"[bold]{VerdictStyles.Safe(progress.Plan)}[/]"),
            Line($"{Bar(picture)} {picture.Finished} of {picture.Total}, {Durations.Of(picture.Elapsed)}{Left(picture)}"),
            Line(VerdictStyles.Counts(verdict => picture.Counts.GetValueOrDefault(verdict))),
            .. List("Running", "blue", [.. picture.Running.Select(state => (Durations.Of(state.Elapsed), Name(state.Module), Of(state.Variant)))], running),
            .. List("Waiting", "yellow", [.. Waits(picture)], waiting),
            .. List(
                "Failed", "red",
                [.. picture.Failed.Reverse().Select(each => ("", Name(each.Module.Name), $"{Why(each.Variant, each.Module)} ({Of(each.Variant)})"))], failures),
        ]);
    }

    // Who waits for the same is one line: it is the wait that a watcher asks about.
    private IEnumerable<(string, string, string)> Waits(ProgressPicture picture) =>
        from state in picture.Waiting
        group state by (state.Module, state.Reason) into same
        orderby same.Min(state => state.Left)
        let last = Durations.Of(same.Max(state => state.Left))
        select (last, Name(same.Key.Module), $"{(same.Count() == 1 ? Of(same.First().Variant) : $"{same.Count()} variants")}, {same.Key.Reason}");

    private IEnumerable<IRenderable> List(string title, string colour, List<(string Time, string Name, string More)> items, int places)
    {
        if (items.Count == 0 || places == 0)
        {
            yield break;
        }
        yield return Line($"[{colour}]{title}[/]");
        var width = items.Max(item => item.Time.Length);
        foreach (var (time, name, more) in items.Take(places))
        {
            var lead = width == 0 ? "  " : $"  {time.PadLeft(width)}  ";
            var left = screen.Console.Profile.Width - lead.Length - name.Length - 2;
            yield return Line($"{VerdictStyles.Safe(lead)}{VerdictStyles.Safe(name)} [grey]{VerdictStyles.Safe(Cut(more, left))}[/]");
        }
        if (items.Count > places)
        {
            yield return Line($"  [grey]and {items.Count - places} more[/]");
        }
    }

    private string Of(Variant variant) => progress.Names.Of(variant);

    private static string Name(string module) => ModuleNames.WithoutPrefix(module);

    private static string Cut(string text, int width) => text.Length <= width ? text : width < 2 ? "" : $"{text.AsSpan(0, width - 1)}…";

    private static string Why(Variant variant, ModuleResult module) =>
        Finding.Of(variant, module).FirstOrDefault(finding => finding.Verdict == ModuleVerdict.Failed)?.Text ?? "";

    private static string Bar(ProgressPicture picture)
    {
        var done = picture.Total == 0 ? 0 : picture.Finished * WidthOfBar / picture.Total;
        return $"[green]{new string('█', done)}[/][grey]{new string('░', WidthOfBar - done)}[/]";
    }

    private static string Left(ProgressPicture picture) => picture.Left is { } left ? $", about {Durations.Of(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))} left" : "";

    private static Markup Line(string markup) => new(markup) { Overflow = Overflow.Ellipsis };
}
